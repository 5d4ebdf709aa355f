package import Model

extension WorkspaceStore {
  /// The tree of a change without what was taken out of it. What is not exactly as it was when it was taken out is in it, and in `back`.
  /// - Parameter tree: the reviewed tree.
  /// - Throws: `takenOutClash`, `noSuchObject`, disk and time-out errors.
  package func compose(_ task: TaskID, tree: String, without taken: [String: TakenOut]) async throws(WorkspaceError) -> ComposedTree {
    if taken.isEmpty { return ComposedTree(tree: tree, out: [:], back: [:]) }
    let composer = try composer(task)
    return try await inTurn(task) { () async throws(WorkspaceError) in try await composer.compose(tree, without: taken) }
  }

  /// The pieces of a file's change that can be taken out, in order; nil when only the whole file can: binary, link, submodule, new, deleted, no UTF-8.
  package func blocks(_ task: TaskID, tree: String, path: String) async throws(WorkspaceError) -> [ChangeBlock]? {
    try await reading(task) { (_) async throws(WorkspaceError) in try await self.composer(task).blocks(tree, path: path) }
  }

  private func composer(_ task: TaskID) throws(WorkspaceError) -> TreeComposer {
    TreeComposer(git: git, shadow: layout.shadow(of: task), reader: try reader(task))
  }
}

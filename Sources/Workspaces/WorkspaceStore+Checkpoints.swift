package import Model
internal import Platform

extension WorkspaceStore {
  /// Names a tree of a task, so that nothing that tidies the shadow repository up can take it.
  /// - Parameter name: digits and dots.
  /// - Throws: `noSuchObject` when the tree is not there.
  package func keep(_ task: TaskID, tree: String, as name: String) async throws(WorkspaceError) {
    guard ObjectName.isValid(tree), !name.isEmpty, name.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 }) else {
      throw .noSuchObject(tree)
    }
    _ = try marker(task)
    let call = GitCall(
      "keeping the files of turn \(name)", in: layout.shadow(of: task), ["update-ref", "refs/carrel/turns/t\(name)", tree])
    _ = try await inTurn(task) { () async throws(WorkspaceError) in try await self.git.output(call) }
  }

  /// The files that differ between two trees or commits of a task.
  package func listing(_ task: TaskID, from older: String, to tree: String) async throws(WorkspaceError) -> DiffListing {
    let limits = limits
    return try await reading(task) { (reader) async throws(WorkspaceError) in
      try await reader.listing(from: older, tree, memory: nil, limits: limits)
    }
  }

  /// The unified diff between two trees or commits of a task, as the one against the base.
  package func diffText(
    _ task: TaskID, from older: String, tree: String, paths: [String] = [], context: Int = 3, ignoresWhitespace: Bool = false,
    outputLimit: Int = 64 << 20
  ) async throws(WorkspaceError) -> [UInt8] {
    try await reading(task) { (reader) async throws(WorkspaceError) in
      try await reader.text(
        from: older, tree, paths: paths, context: context, ignoresWhitespace: ignoresWhitespace, outputLimit: outputLimit)
    }
  }

  /// What came of setting files back.
  package struct Restored: Hashable, Sendable {
    /// The change against the base, now.
    package var listing: DiffListing
    /// Paths that could not be set back, since something in the workspace that no tree holds is in their way.
    package var stuck: [String]
  }

  /// Sets the workspace's files to those of a tree: what is in neither (ignored files, what is too large, the agent's own `.git`) stays. Nobody else should
  /// be at work there; whoever is gets nothing of ours outside the workspace written, since files are put beneath it by descriptors and never through a link.
  /// - Throws: `noSuchObject` when the tree is not of this task.
  package func restore(_ task: TaskID, tree: String) async throws(WorkspaceError) -> Restored {
    try await inTurn(task) { () async throws(WorkspaceError) in
      let now = try await self.take(task)
      let restorer = TreeRestorer(git: self.git, shadow: self.layout.shadow(of: task), workspace: self.layout.workspace(of: task))
      let stuck = try await restorer.restore(from: now.summary.tree, to: tree)
      return Restored(listing: try await self.take(task), stuck: stuck.map(\.text))
    }
  }
}

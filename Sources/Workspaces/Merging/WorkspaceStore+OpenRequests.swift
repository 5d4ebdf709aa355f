package import Model

/// What tasks have published and nobody has merged yet: their workspaces are gone, their trees stay in the mirror, so that others can be held against them.
extension WorkspaceStore {
  /// Keeps the commit that a task has published, until `dropOpen`. Before its workspace is taken away; done again it replaces what was kept.
  /// - Throws: `noWorkspace`, `noSuchObject`, disk and time-out errors.
  package func keepOpen(_ task: TaskID, commit: String) async throws(WorkspaceError) {
    guard ObjectName.isValid(commit) else { throw .noSuchObject(commit) }
    try await inTurn(task) { () async throws(WorkspaceError) in
      try await self.carry(commit, of: try self.marker(task), as: MirrorPins.open)
    }
  }

  /// What is kept of a task.
  /// - Parameter base: the commit that it started from, for the form of object ids.
  /// - Returns: the mirror and the tree; nil: nothing is kept.
  package func open(
    _ task: TaskID, location: RepositoryLocation, base: String
  ) async throws(WorkspaceError) -> (mirror: String, tree: String)? {
    guard let mirror = try await openMirror(location, base) else { return nil }
    let name = "refs/carrel/\(MirrorPins.open)/\(task)^{tree}"
    let outcome = try await git.outcome(
      GitCall("reading what \(task) published", in: mirror, ["rev-parse", "--verify", "--quiet", name]))
    return outcome.code == 0 && ObjectName.isValid(outcome.line) ? (mirror, outcome.line) : nil
  }

  /// Lets it go. Nothing there is no error.
  package func dropOpen(_ task: TaskID, location: RepositoryLocation, base: String) async throws(WorkspaceError) {
    guard let mirror = try await openMirror(location, base) else { return }
    try await git.output(
      GitCall("letting go what \(task) published", in: mirror, ["update-ref", "-d", "refs/carrel/\(MirrorPins.open)/\(task)"]))
  }

  private func openMirror(_ location: RepositoryLocation, _ base: String) async throws(WorkspaceError) -> String? {
    guard let source = RepositoryAddress(location.source) else { return nil }
    let mirror = try await mirrors.place(of: source, like: base)
    return StateFile.isDirectory(mirror) ? mirror : nil
  }
}

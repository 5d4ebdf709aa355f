internal import Glibc
package import Model
internal import Platform

/// From one task's workspace to the beginning of another's: the work goes as a commit through the mirror, which both read.
extension WorkspaceStore {
  /// Commits the present state of a task's workspace, or the tree of a snapshot of it, on top of its base and keeps the commit in the mirror until `dropHandedOver`. Done again it
  /// replaces what was handed over before.
  /// - Returns: the commit; the base itself when nothing changed.
  /// - Throws: `noWorkspace`, disk and time-out errors.
  package func handOver(
    _ task: TaskID, tree given: String? = nil, message: String, author: CommitIdentity, date: Timestamp? = nil
  ) async throws(WorkspaceError) -> String {
    try await inTurn(task) { () async throws(WorkspaceError) in
      let marker = try self.marker(task)
      let shadow = self.layout.shadow(of: task)
      let maker = CommitMaker(git: self.git, shadow: shadow)
      let tree: String
      if let given { tree = given } else { tree = try await self.take(task).summary.tree }
      var commit = marker.base
      if try await maker.tree(of: marker.base) != tree {
        commit = try await maker.commit(
          tree: tree, parents: [marker.base], message: message, identity: author,
          seconds: date.map { $0.milliseconds / 1000 } ?? Int64(time(nil)))
        try await self.carry(commit, of: marker, as: MirrorPins.handed)
      } else {
        try await self.pin(commit, of: marker, as: MirrorPins.handed)
      }
      return commit
    }
  }

  /// Makes a task's workspace from what another has handed over, or returns the one that is there.
  /// - Parameter commit: what `handOver` returned.
  /// - Throws: `noSuchBase` when it was dropped; what the disk refused.
  package func prepare(
    task: TaskID, location: RepositoryLocation, handedOver commit: String, branch: String?, wish: WorkspaceWish = WorkspaceWish(),
    seconds: Double = 300
  ) async throws(WorkspaceError) -> PreparedWorkspace {
    guard let source = RepositoryAddress(location.source) else { throw .unsupportedAddress(location.source) }
    return try await inTurn(task) { () async throws(WorkspaceError) in
      if let marker = WorkspaceMarker(in: self.layout.directory(of: task)) {
        guard marker.location == location, marker.task == task else { throw .occupied(self.layout.directory(of: task)) }
        return marker.workspace(self.layout)
      }
      let mirror = try await self.mirrors.place(of: source, like: commit)
      guard ObjectName.isValid(commit), await self.mirrors.has(commit, in: mirror) else {
        throw .noSuchBase(base: commit, source: source.withoutPassword)
      }
      return try await self.build(
        WorkspaceBuilder.Order(
          task: task, base: BaseCommit(mirror: mirror, commit: commit, branch: branch), location: location, wish: wish, seconds: seconds))
    }
  }

  /// Lets go what a task has handed over. Nothing there is no error.
  package func dropHandedOver(_ task: TaskID, location: RepositoryLocation, commit: String) async throws(WorkspaceError) {
    guard let source = RepositoryAddress(location.source) else { return }
    let mirror = try await mirrors.place(of: source, like: commit)
    guard StateFile.isDirectory(mirror) else { return }
    try await git.output(GitCall("dropping what \(task) handed over", in: mirror, ["update-ref", "-d", "refs/carrel/handed/\(task)"]))
  }

  /// Brings a commit on top of a task's base from its shadow repository into the mirror, and keeps it there.
  func carry(_ commit: String, of marker: WorkspaceMarker, as family: String) async throws(WorkspaceError) {
    let shadow = layout.shadow(of: marker.task)
    let doing = "keeping a commit of \(marker.task)"
    try await git.output(GitCall(doing, in: shadow, ["update-ref", "refs/carrel/\(family)", commit]))
    let bundle = "\(shadow)/\(family).bundle"
    defer { try? Files.remove(bundle) }
    try await git.output(
      GitCall(doing, in: shadow, ["bundle", "create", "--quiet", bundle, "refs/carrel/\(family)", "^" + marker.base]))
    try await git.output(GitCall(doing, in: marker.mirror, ["bundle", "unbundle", bundle]))
    try await pin(commit, of: marker, as: family)
  }

  /// Keeps a commit that the mirror has.
  private func pin(_ commit: String, of marker: WorkspaceMarker, as family: String) async throws(WorkspaceError) {
    try await git.output(
      GitCall("keeping a commit of \(marker.task)", in: marker.mirror, ["update-ref", "refs/carrel/\(family)/\(marker.task)", commit]))
  }
}

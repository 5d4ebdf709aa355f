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
        try await self.git.output(GitCall("handing over \(task)", in: shadow, ["update-ref", "refs/carrel/handed", commit]))
        let bundle = shadow + "/handed.bundle"
        defer { try? Files.remove(bundle) }
        try await self.git.output(
          GitCall("handing over \(task)", in: shadow, ["bundle", "create", "--quiet", bundle, "refs/carrel/handed", "^" + marker.base]))
        try await self.git.output(GitCall("handing over \(task)", in: marker.mirror, ["bundle", "unbundle", bundle]))
      }
      try await self.git.output(
        GitCall("handing over \(task)", in: marker.mirror, ["update-ref", "refs/carrel/handed/\(task)", commit]))
      return commit
    }
  }

  /// Makes a task's workspace from what another has handed over, or returns the one that is there.
  /// - Parameter commit: what `handOver` returned.
  /// - Throws: `noSuchBase` when it was dropped; what the disk refused.
  package func prepare(
    task: TaskID, location: RepositoryLocation, handedOver commit: String, branch: String?, seconds: Double = 300
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
      try await self.mirrors.pin(commit, for: task, in: mirror)
      return try await self.inPlace { () async throws(WorkspaceError) in
        try await WorkspaceBuilder(layout: self.layout, git: self.git, reserve: self.reserve)
          .build(task, from: BaseCommit(mirror: mirror, commit: commit, branch: branch), location: location, seconds: seconds)
      }
    }
  }

  /// Lets go what a task has handed over. Nothing there is no error.
  package func dropHandedOver(_ task: TaskID, location: RepositoryLocation, commit: String) async throws(WorkspaceError) {
    guard let source = RepositoryAddress(location.source) else { return }
    let mirror = try await mirrors.place(of: source, like: commit)
    guard StateFile.isDirectory(mirror) else { return }
    try await git.output(GitCall("dropping what \(task) handed over", in: mirror, ["update-ref", "-d", "refs/carrel/handed/\(task)"]))
  }
}

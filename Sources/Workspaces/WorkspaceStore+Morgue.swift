internal import Glibc
package import Model
internal import Platform

extension WorkspaceStore {
  /// Puts the work of a task into the morgue: a bundle, a patch and a description. An older entry of the task is replaced when the new
  /// one is whole.
  /// - Parameters:
  ///   - tree: what to keep; nil: the present state of the workspace.
  ///   - title: for the description and the commit.
  /// - Returns: the entry; nil when there is no change to keep.
  package func seal(
    _ task: TaskID, tree: String? = nil, title: String, author: CommitIdentity
  ) async throws(WorkspaceError) -> SealedWork? {
    try await inTurn(task) { () async throws(WorkspaceError) in
      let marker = try self.marker(task)
      let shadow = self.layout.shadow(of: task)
      let maker = CommitMaker(git: self.git, shadow: shadow)
      let kept: String
      if let tree { kept = tree } else { kept = try await self.take(task).summary.tree }
      if try await maker.tree(of: marker.base) == kept { return nil }
      let message = title.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
      let commit = try await maker.commit(
        tree: kept, parents: [marker.base], message: message.isEmpty ? "Unpublished work of \(task)" : message, identity: author,
        seconds: Int64(time(nil)))
      let path = self.layout.morgue(of: task)
      let partial = "\(self.layout.morgue)/.new-\(task)-\(StateFile.token())"
      try StateFile.makeNewDirectory(partial)
      try await self.git.output(GitCall("sealing \(task)", in: shadow, ["update-ref", "refs/carrel/sealed", commit]))
      try await self.git.output(
        GitCall(
          "sealing \(task)", in: shadow,
          ["bundle", "create", "--quiet", partial + "/" + SealedWork.bundle, "refs/carrel/sealed", "^" + marker.base]))
      let patch = try await PatchWriter(git: self.git, shadow: shadow).patch(of: commit, on: marker.base)
      try StateFile.write(patch, to: partial + "/" + SealedWork.patch, isDurable: true)
      let work = SealedWork(task: task, path: path, title: title, tree: kept, commit: commit, marker: marker)
      try StateFile.write(work.bytes, to: partial + "/" + SealedWork.description, isDurable: true)
      try await self.mirrors.keep(marker.base, forMorgueOf: task, in: marker.mirror)
      let older = "morgue-\(task)-\(StateFile.token())"
      if StateFile.exists(path) { try StateFile.move(path, to: self.layout.trash + "/" + older) }
      try StateFile.move(partial, to: path)
      StateFile.syncDirectory(of: path)
      // What cannot be deleted now goes at the next start.
      try? await self.empty(trash: older)
      return work
    }
  }

  /// What the morgue holds of a task.
  package nonisolated func sealed(_ task: TaskID) -> SealedWork? { SealedWork(at: layout.morgue(of: task)) }

  /// Makes the task's workspace anew with its sealed work in it, as uncommitted changes on the old base. The morgue keeps its entry until
  /// the task is sealed again or `dropSealed`.
  /// - Throws: `notInMorgue`; `occupied` when the task has a workspace.
  package func undelete(
    _ task: TaskID, credentials: RemoteCredentials = .none, seconds: Double = 300
  ) async throws(WorkspaceError) -> PreparedWorkspace {
    guard let work = sealed(task), work.task == task else { throw .notInMorgue(task.description) }
    return try await inTurn(task) { () async throws(WorkspaceError) in
      var base = BaseCommit(mirror: work.mirror, commit: work.base, branch: work.branch)
      if await !self.mirrors.has(work.base, in: work.mirror) {
        // The mirror was deleted by hand: the source may still have the commit.
        guard let source = RepositoryAddress(work.location.source) else { throw .unsupportedAddress(work.location.source) }
        base = try await self.mirrors.base(work.base, of: source, credentials: credentials, seconds: seconds)
        base.branch = work.branch
      }
      self.forget(task)
      var order = WorkspaceBuilder.Order(task: task, base: base, location: work.location, seconds: seconds)
      order.bundle = work.path + "/" + SealedWork.bundle
      order.tree = work.tree
      return try await self.build(order)
    }
  }

  /// Deletes what the morgue holds of a task; nothing there is no error.
  package func dropSealed(_ task: TaskID) async throws(WorkspaceError) {
    try await inTurn(task) { () async throws(WorkspaceError) in
      let path = self.layout.morgue(of: task)
      guard let work = SealedWork(at: path) else { return }
      let name = "morgue-\(task)-\(StateFile.token())"
      try StateFile.move(path, to: self.layout.trash + "/" + name)
      try await self.mirrors.release(morgueOf: task, in: work.mirror)
      try await self.empty(trash: name)
    }
  }

  /// Deletes one thing in the trash.
  func empty(trash name: String) async throws(WorkspaceError) {
    let path = layout.trash
    try await runBlocking { () throws(WorkspaceError) in
      guard case .success(let trash) = OpenDirectory.open(path) else { return }
      try TreeRemover.remove(name, in: trash)
    }
  }
}

package import Model
internal import Platform

/// What is done with a published branch after the workspace is gone: the objects go through the mirror.
extension WorkspaceStore {
  /// Gives the commit at the head of a published branch another message: tree, parents, people and dates stay, so that the same message makes the same commit
  /// each time. Pushed only over the old commit (a lease), never otherwise by force.
  /// - Parameters:
  ///   - commit: the commit that was published.
  ///   - message: makes the new message of the old one.
  /// - Throws: `pushRejected` when somebody else was faster or the remote does not allow it; `noSuchBase` when the branch is gone; network and time-out errors.
  package func reword(
    _ task: TaskID, commit: String, branch: String, location: RepositoryLocation, credentials: RemoteCredentials, seconds: Double,
    message: @Sendable (String) -> String
  ) async throws(WorkspaceError) -> BranchRewording {
    let target = try target(of: location)
    return try await inTurn(task) { () async throws(WorkspaceError) in
      guard let head = try await self.head(of: branch, at: target, credentials, seconds) else {
        throw .noSuchBase(base: branch, source: target.withoutPassword)
      }
      let mirror = try await self.mirror(of: location, like: commit, credentials, seconds)
      let reference = "refs/carrel/published/\(task)"
      try await self.fetch(branch, of: target, into: mirror, as: reference, credentials, seconds)
      let result: BranchRewording
      do throws(WorkspaceError) {
        result = try await self.reworded(commit, branch, head, mirror, target, credentials, seconds, message)
      } catch {
        await self.drop(reference, in: mirror)
        throw error
      }
      await self.drop(reference, in: mirror)
      return result
    }
  }

  private func reworded(
    _ commit: String, _ branch: String, _ head: String, _ mirror: String, _ target: RepositoryAddress, _ credentials: RemoteCredentials,
    _ seconds: Double, _ message: @Sendable (String) -> String
  ) async throws(WorkspaceError) -> BranchRewording {
    // After a crash between push and note no branch has the old commit any more; the mirror has kept it.
    guard await mirrors.has(commit, in: mirror) else { return .moved(to: head) }
    let new = try await write(try await raw(commit, in: mirror).reworded(message), in: mirror)
    if head == new { return .done(new) }
    guard head == commit else { return .moved(to: head) }
    var push = GitCall(
      "pushing \(branch) to \(target.withoutPassword)", in: mirror,
      [
        "push", "--porcelain", "--no-verify", "--no-follow-tags", "--recurse-submodules=no", "--no-signed",
        "--force-with-lease=refs/heads/\(branch):\(commit)", "--", target.text, "\(new):refs/heads/\(branch)",
      ])
    push.remote = target
    push.credentials = credentials
    push.seconds = seconds
    try await git.output(push)
    let now = try await self.head(of: branch, at: target, credentials, seconds)
    guard now == new else {
      throw .pushRejected(
        remote: target.withoutPassword, detail: "after the push \(branch) is \(now.map { "at " + $0.prefix(10) } ?? "not there")")
    }
    return .done(new)
  }

  /// Makes a task's workspace of its published branch as it is now: the files of the branch's newest commit, as a change on the base that the task began with. Where
  /// the branch was put on another base, on that.
  /// - Parameters:
  ///   - commit: the commit that was published.
  ///   - base: what the change is measured against.
  ///   - baseBranch: the branch that the base stood for.
  /// - Throws: `noSuchBase` when the branch is gone; `occupied`; network, disk and time-out errors.
  package func prepare(
    task: TaskID, location: RepositoryLocation, published commit: String, branch: String, base: String, baseBranch: String?,
    wish: WorkspaceWish = WorkspaceWish(), credentials: RemoteCredentials = .none, seconds: Double = 300
  ) async throws(WorkspaceError) -> PreparedWorkspace {
    let target = try target(of: location)
    return try await inTurn(task) { () async throws(WorkspaceError) in
      if let marker = WorkspaceMarker(in: self.layout.directory(of: task)) {
        guard marker.location == location, marker.task == task else { throw .occupied(self.layout.directory(of: task)) }
        return marker.workspace(self.layout)
      }
      guard let head = try await self.head(of: branch, at: target, credentials, seconds) else {
        throw .noSuchBase(base: branch, source: target.withoutPassword)
      }
      let mirror = try await self.mirror(of: location, like: commit, credentials, seconds)
      let reference = "refs/carrel/published/\(task)"
      let bundle = "\(self.layout.trash)/published-\(task)-\(StateFile.token())"
      defer { try? Files.remove(bundle) }
      try await self.fetch(branch, of: target, into: mirror, as: reference, credentials, seconds)
      do throws(WorkspaceError) {
        let made = try await self.made(
          task, location, BaseCommit(mirror: mirror, commit: base, branch: baseBranch), (head, commit, branch), reference, bundle, wish,
          seconds)
        await self.drop(reference, in: mirror)
        return made
      } catch {
        await self.drop(reference, in: mirror)
        throw error
      }
    }
  }

  private func made(
    _ task: TaskID, _ location: RepositoryLocation, _ base: BaseCommit, _ published: (head: String, commit: String, branch: String),
    _ reference: String, _ bundle: String, _ wish: WorkspaceWish, _ seconds: Double
  ) async throws(WorkspaceError) -> PreparedWorkspace {
    var base = base
    let head = published.head
    var remarks: [String] = []
    if head != published.commit {
      remarks.append(
        "Somebody pushed to \(published.branch) since it was published: the workspace holds its newest commit, \(head.prefix(10)).")
    }
    let ancestry = GitCall("comparing commits", in: base.mirror, ["merge-base", "--is-ancestor", base.commit, head])
    if try await git.outcome(ancestry).code != 0 {
      let common = GitCall(
        "looking for the base of \(published.branch)", in: base.mirror, ["merge-base", head, "refs/heads/\(base.branch ?? "HEAD")"])
      let outcome = try await git.outcome(common)
      guard outcome.code == 0, ObjectName.isValid(outcome.line) else {
        throw .noSuchBase(base: base.commit, source: location.source)
      }
      base.commit = outcome.line
      remarks.append("\(published.branch) was put on another base since: the change is measured against \(base.commit.prefix(10)).")
    }
    try await git.output(
      GitCall("reading \(published.branch)", in: base.mirror, ["bundle", "create", "--quiet", bundle, reference, "^" + base.commit]))
    forget(task)
    var order = WorkspaceBuilder.Order(task: task, base: base, location: location, wish: wish, seconds: seconds)
    order.bundle = bundle
    order.tree = try await CommitMaker(git: git, shadow: base.mirror).tree(of: head)
    var made = try await build(order)
    made.remarks += remarks
    made.publishedHead = head
    return made
  }

  // MARK: Steps

  private func target(of location: RepositoryLocation) throws(WorkspaceError) -> RepositoryAddress {
    guard let target = RepositoryAddress(location.publishTo) else { throw .unsupportedAddress(location.publishTo) }
    if target.hasPassword { throw .passwordInAddress(target.withoutPassword) }
    return target
  }

  /// The mirror of the source; fetched when it is not there.
  private func mirror(
    of location: RepositoryLocation, like commit: String, _ credentials: RemoteCredentials, _ seconds: Double
  ) async throws(WorkspaceError) -> String {
    guard let source = RepositoryAddress(location.source) else { throw .unsupportedAddress(location.source) }
    let mirror = try await mirrors.place(of: source, like: commit)
    if StateFile.isDirectory(mirror) { return mirror }
    return try await mirrors.base(nil, of: source, credentials: credentials, seconds: seconds).mirror
  }

  private func head(
    of branch: String, at target: RepositoryAddress, _ credentials: RemoteCredentials, _ seconds: Double
  ) async throws(WorkspaceError) -> String? {
    guard BranchName.isValid(branch) else { throw .badBranchName(branch) }
    return try await RemoteReferences.ask(target, git: git, credentials: credentials, seconds: seconds).objects["refs/heads/" + branch]
  }

  private func fetch(
    _ branch: String, of target: RepositoryAddress, into mirror: String, as reference: String, _ credentials: RemoteCredentials,
    _ seconds: Double
  ) async throws(WorkspaceError) {
    var call = GitCall(
      "fetching \(branch) from \(target.withoutPassword)", in: mirror,
      [
        "fetch", "--quiet", "--no-tags", "--no-auto-maintenance", "--no-write-fetch-head", "--no-recurse-submodules", "--",
        target.text, "+refs/heads/\(branch):\(reference)",
      ])
    call.remote = target
    call.credentials = credentials
    call.seconds = seconds
    try await git.output(call)
  }

  /// What cannot be dropped keeps a commit, no more.
  private func drop(_ reference: String, in mirror: String) async {
    _ = try? await git.output(GitCall("dropping a reference", in: mirror, ["update-ref", "-d", reference]))
  }

  private func raw(_ commit: String, in mirror: String) async throws(WorkspaceError) -> RawCommit {
    guard ObjectName.isValid(commit) else { throw .noSuchObject(commit) }
    var call = GitCall("reading the commit", in: mirror, ["cat-file", "commit", commit])
    call.outputLimit = 4 << 20
    guard let raw = RawCommit(try await git.output(call)) else { throw .noSuchObject(commit) }
    return raw
  }

  private func write(_ commit: RawCommit, in mirror: String) async throws(WorkspaceError) -> String {
    var call = GitCall("writing the commit", in: mirror, ["hash-object", "-t", "commit", "-w", "--stdin"])
    call.input = commit.bytes
    return try await git.line(call)
  }
}

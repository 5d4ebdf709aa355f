internal import Model

/// Keeps one bare mirror per source: made once, fetched by one git at a time, never pruned. Fetches that are asked for while one runs
/// share the next one, so that forty tasks cost two fetches.
actor MirrorKeeper {
  private struct Lane {
    var running: Task<Result<Void, WorkspaceError>, Never>
    var waiting: Task<Result<Void, WorkspaceError>, Never>?
  }

  private let layout: StateLayout
  private let git: GitProgram
  private var lanes: [String: Lane] = [:]
  /// Commits that were found in a mirror: mirrors lose none while they exist.
  private var seen: Set<String> = []

  init(layout: StateLayout, git: GitProgram) {
    self.layout = layout
    self.git = git
  }

  /// Finds the base in the source and makes sure that the mirror has it; fetches only when it does not.
  /// - Throws: what the source or the remote refused.
  func base(
    _ base: String?, of source: RepositoryAddress, credentials: RemoteCredentials, seconds: Double
  ) async throws(WorkspaceError) -> BaseCommit {
    if source.hasPassword { throw .passwordInAddress(source.withoutPassword) }
    let found: SourceHead =
      switch source {
      case .directory(let path): try await SourceHead.ofDirectory(path, base: base, git: git)
      case .remote: try await SourceHead.ofRemote(source, base: base, git: git, credentials: credentials, seconds: seconds)
      }
    let mirror = try path(for: source.text, format: found.format)
    if let commit = found.commit, let place = stamp(of: mirror, commit) {
      var isThere = seen.contains(place)
      if !isThere { isThere = await has(commit, in: mirror) }
      guard isThere else { return try await fetched(found, base, source, mirror, credentials: credentials, seconds: seconds) }
      if seen.count > 10_000 { seen = [] }
      seen.insert(place)
      return BaseCommit(mirror: mirror, commit: commit, branch: found.branch)
    }
    return try await fetched(found, base, source, mirror, credentials: credentials, seconds: seconds)
  }

  /// Names a commit in this very mirror: one that was made anew is another one. Nil when there is none.
  private func stamp(of mirror: String, _ commit: String) -> String? {
    guard case .success(let directory) = OpenDirectory.open(mirror), let stamp = directory.stat() else { return nil }
    return "\(mirror) \(stamp.device) \(stamp.inode) \(commit)"
  }

  private func fetched(
    _ found: SourceHead, _ base: String?, _ source: RepositoryAddress, _ mirror: String, credentials: RemoteCredentials, seconds: Double
  ) async throws(WorkspaceError) -> BaseCommit {
    try await fetch(source, into: mirror, found, credentials: credentials, seconds: seconds)
    if let commit = found.commit {
      guard await has(commit, in: mirror) else { throw .noSuchBase(base: base ?? commit, source: source.withoutPassword) }
      return BaseCommit(mirror: mirror, commit: commit, branch: found.branch)
    }
    // A shortened id or an expression that only the mirror can read.
    var call = GitCall(
      "reading the base", in: mirror, ["rev-parse", "--verify", "--quiet", "--end-of-options", "\(base ?? "HEAD")^{commit}"])
    call.seconds = 20
    let outcome = try await git.outcome(call)
    guard outcome.code == 0, ObjectName.isValid(outcome.line) else {
      throw .noSuchBase(base: base ?? "HEAD", source: source.withoutPassword)
    }
    return BaseCommit(mirror: mirror, commit: outcome.line, branch: nil)
  }

  /// Keeps a commit in the mirror for a task, whatever happens to the source's branches.
  func pin(_ commit: String, for task: TaskID, in mirror: String) async throws(WorkspaceError) {
    try await git.output(GitCall("pinning the base of \(task)", in: mirror, ["update-ref", "refs/carrel/pin/\(task)", commit]))
  }

  /// Lets the commit go. A mirror that is gone is no error.
  func unpin(_ task: TaskID, in mirror: String) async throws(WorkspaceError) {
    guard StateFile.isDirectory(mirror) else { return }
    try await git.output(GitCall("unpinning the base of \(task)", in: mirror, ["update-ref", "-d", "refs/carrel/pin/\(task)"]))
  }

  /// Keeps the base of sealed work.
  func keep(_ commit: String, forMorgueOf task: TaskID, in mirror: String) async throws(WorkspaceError) {
    try await git.output(GitCall("pinning the base of \(task)", in: mirror, ["update-ref", "refs/carrel/morgue/\(task)", commit]))
  }

  /// Lets the base of sealed work go.
  func release(morgueOf task: TaskID, in mirror: String) async throws(WorkspaceError) {
    guard StateFile.isDirectory(mirror) else { return }
    try await git.output(GitCall("unpinning the base of \(task)", in: mirror, ["update-ref", "-d", "refs/carrel/morgue/\(task)"]))
  }

  /// Keeps the commit of a template.
  func keep(template key: Template.Key) async throws(WorkspaceError) {
    try await git.output(
      GitCall(
        "pinning the template of \(key.commit.prefix(10))", in: key.mirror, ["update-ref", "refs/carrel/template/\(key.name)", key.commit]))
  }

  /// Lets the commit of a template go.
  func release(template key: Template.Key) async {
    guard StateFile.isDirectory(key.mirror) else { return }
    // A reference too many keeps a commit, no more.
    _ = try? await git.output(GitCall("unpinning a template", in: key.mirror, ["update-ref", "-d", "refs/carrel/template/\(key.name)"]))
  }

  /// Lets the commits of templates go that are there no more: what a killed service left.
  func dropPins(exceptOf templates: Set<String>) async {
    for name in StateFile.names(in: layout.mirrors) where name.hasSuffix(".git") && !name.hasPrefix(".") {
      let mirror = layout.mirrors + "/" + name
      let list = GitCall("listing the pins", in: mirror, ["for-each-ref", "--format=%(refname)", "refs/carrel/template"])
      guard let output = try? await git.output(list) else { continue }
      for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
        guard let last = line.split(separator: "/").last, !templates.contains(String(last)) else { continue }
        _ = try? await git.output(GitCall("dropping a pin", in: mirror, ["update-ref", "-d", String(line)]))
      }
    }
  }

  /// The source of a mirror, as its note says.
  static func source(of mirror: String) -> String? {
    StateFile.read(mirror + "/" + MirrorMaker.note).flatMap { Record(bytes: $0)["source"] }
  }

  /// Whether the mirror has a commit.
  func has(_ commit: String, in mirror: String) async -> Bool {
    let call = GitCall("looking for a commit", in: mirror, ["cat-file", "-e", commit + "^{commit}"])
    let outcome = try? await git.outcome(call)
    return outcome?.code == 0
  }

  /// Removes what a killed git left in the mirrors. Call before any git runs.
  nonisolated func clearLeftovers() {
    for name in StateFile.names(in: layout.mirrors) where name.hasSuffix(".git") {
      StaleLocks.remove(inRepository: layout.mirrors + "/" + name)
    }
    if case .success(let directory) = OpenDirectory.open(layout.merging) {
      for name in StateFile.names(in: layout.merging) { try? TreeRemover.remove(name, in: directory) }
    }
  }

  /// Where the mirror of a source is that has commits of this form.
  func place(of source: RepositoryAddress, like commit: String) throws(WorkspaceError) -> String {
    try path(for: source.text, format: commit.utf8.count == 64 ? "sha256" : "sha1")
  }

  // MARK: One mirror

  /// Where the mirror of a source is, or will be.
  private func path(for source: String, format: String) throws(WorkspaceError) -> String {
    for number in 0..<100 {
      let path = "\(layout.mirrors)/\(MirrorName.name(of: source, number: number))"
      guard StateFile.exists(path) else { return path }
      guard let bytes = StateFile.read(path + "/" + MirrorMaker.note) else { continue }
      let record = Record(bytes: bytes)
      if record["source"] == source, record["format"] == format { return path }
    }
    throw .files(doing: "making a mirror of \(source)", reason: "100 others have the same name")
  }

  private func fetch(
    _ source: RepositoryAddress, into mirror: String, _ found: SourceHead, credentials: RemoteCredentials, seconds: Double
  ) async throws(WorkspaceError) {
    let mine: Task<Result<Void, WorkspaceError>, Never>
    if let lane = lanes[mirror] {
      if let waiting = lane.waiting {
        mine = waiting
      } else {
        let before = lane.running
        mine = Task {
          _ = await before.value
          return await self.runFetch(source, into: mirror, found, credentials: credentials, seconds: seconds)
        }
        lanes[mirror]?.waiting = mine
      }
    } else {
      mine = Task { await self.runFetch(source, into: mirror, found, credentials: credentials, seconds: seconds) }
      lanes[mirror] = Lane(running: mine)
    }
    try await mine.value.get()
  }

  private func runFetch(
    _ source: RepositoryAddress, into mirror: String, _ found: SourceHead, credentials: RemoteCredentials, seconds: Double
  ) async -> Result<Void, WorkspaceError> {
    let maker = MirrorMaker(layout: layout, git: git)
    let result: Result<Void, WorkspaceError>
    do {
      if !StateFile.exists(mirror) { try await maker.make(mirror, of: source, format: found.format, seconds: seconds) }
      try await maker.fetch(source, into: mirror, withHead: found.hasHead, credentials: credentials, seconds: seconds)
      result = .success(())
    } catch {
      result = .failure(error)
    }
    if let next = lanes[mirror]?.waiting { lanes[mirror] = Lane(running: next) } else { lanes[mirror] = nil }
    return result
  }
}

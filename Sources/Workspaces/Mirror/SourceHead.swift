/// What a source says about the wanted base before anything is fetched.
struct SourceHead: Sendable {
  /// The commit; nil when only the fetched mirror can tell (a shortened id of a remote).
  var commit: String?
  /// The branch that it stood for.
  var branch: String?
  /// `sha1` or `sha256`.
  var format: String
  /// Whether the source has a HEAD that can be fetched.
  var hasHead: Bool

  /// Reads a directory.
  static func ofDirectory(_ path: String, base: String?, git: GitProgram) async throws(WorkspaceError) -> SourceHead {
    guard StateFile.isDirectory(path) else { throw .noSuchRepository(path) }
    func ask(_ arguments: [String]) async throws(WorkspaceError) -> String? {
      var call = GitCall("reading the repository \(path)", in: nil, arguments)
      call.directory = path
      call.trustsOwner = true
      call.seconds = 20
      let outcome = try await git.outcome(call)
      return outcome.code == 0 ? outcome.line : nil
    }
    if base == nil {
      // All of it at once: the usual case.
      var call = GitCall(
        "reading the repository \(path)", in: nil, ["rev-parse", "--show-object-format", "HEAD^{commit}", "--symbolic-full-name", "HEAD"])
      call.directory = path
      call.trustsOwner = true
      call.seconds = 20
      let outcome = try await git.outcome(call)
      let lines = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").map(String.init)
      if outcome.code == 0, lines.count == 3, ObjectName.isValid(lines[1]) {
        let branch = lines[2].hasPrefix("refs/heads/") ? String(lines[2].dropFirst(11)) : nil
        return SourceHead(commit: lines[1], branch: branch, format: lines[0], hasHead: true)
      }
    }
    guard let format = try await ask(["rev-parse", "--show-object-format"]) else { throw .notARepository(path) }
    let head = try await ask(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])
    guard let base else {
      guard let head else { throw .emptyRepository(path) }
      let branch = try await ask(["symbolic-ref", "--quiet", "--short", "HEAD"])
      return SourceHead(commit: head, branch: branch, format: format, hasHead: true)
    }
    if BranchName.isValid(base),
      let commit = try await ask(["rev-parse", "--verify", "--quiet", "--end-of-options", "refs/heads/\(base)^{commit}"])
    {
      return SourceHead(commit: commit, branch: base, format: format, hasHead: head != nil)
    }
    guard let commit = try await ask(["rev-parse", "--verify", "--quiet", "--end-of-options", "\(base)^{commit}"]),
      ObjectName.isValid(commit)
    else { throw .noSuchBase(base: base, source: path) }
    return SourceHead(commit: commit, branch: nil, format: format, hasHead: head != nil)
  }

  /// Asks a remote.
  static func ofRemote(
    _ source: RepositoryAddress, base: String?, git: GitProgram, credentials: RemoteCredentials, seconds: Double
  ) async throws(WorkspaceError) -> SourceHead {
    let references = try await RemoteReferences.ask(source, git: git, credentials: credentials, seconds: seconds)
    guard let any = references.objects.values.first else { throw .emptyRepository(source.withoutPassword) }
    let format = any.utf8.count == 64 ? "sha256" : "sha1"
    let head = references.objects["HEAD"]
    guard let base else {
      guard let head else { throw .noSuchBase(base: "its default branch", source: source.withoutPassword) }
      return SourceHead(commit: head, branch: references.defaultBranch, format: format, hasHead: true)
    }
    if let commit = references.objects["refs/heads/" + base] {
      return SourceHead(commit: commit, branch: base, format: format, hasHead: head != nil)
    }
    if let commit = references.objects["refs/tags/" + base] {
      return SourceHead(commit: commit, branch: nil, format: format, hasHead: head != nil)
    }
    return SourceHead(commit: ObjectName.isValid(base) ? base : nil, branch: nil, format: format, hasHead: head != nil)
  }
}

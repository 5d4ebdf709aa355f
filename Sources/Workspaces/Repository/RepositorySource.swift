internal import Model

/// Finds out what `--repo` means. Reads the operator's repository with switches that run nothing of its configuration.
package struct RepositorySource: Sendable {
  private let git: GitProgram

  /// A source reader.
  package init(git: GitProgram) { self.git = git }

  /// Resolves an argument of `--repo`, or the current directory when there is none. A URL is only read, the network is not used.
  /// - Parameters:
  ///   - argument: a directory (relative to `directory`), a URL or the scp form; nil: `directory` itself.
  ///   - directory: the caller's current directory, absolute.
  /// - Throws: `noSuchRepository`, `notARepository`, `emptyRepository`, `unsupportedAddress`, or what git said.
  package func resolve(argument: String?, directory: String) async throws(WorkspaceError) -> ResolvedRepository {
    guard let argument, !argument.isEmpty else { return try await read(directory: directory) }
    let path = argument.hasPrefix("/") ? argument : directory + "/" + argument
    if !argument.contains("://"), StateFile.isDirectory(path) { return try await read(directory: path) }
    guard let address = RepositoryAddress(argument) else {
      throw argument.contains("://") || argument.hasPrefix("-") ? .unsupportedAddress(argument) : .noSuchRepository(argument)
    }
    guard case .remote = address else { throw .noSuchRepository(argument) }
    let plain = address.withoutPassword
    return ResolvedRepository(
      location: RepositoryLocation(source: plain, publishTo: plain), headCommit: nil, baseBranch: nil,
      remarks: address.hasPassword ? [RepositorySource.passwordRemark(plain)] : [])
  }

  private func read(directory: String) async throws(WorkspaceError) -> ResolvedRepository {
    guard StateFile.isDirectory(directory) else { throw .noSuchRepository(directory) }
    let isBare = try await ask(directory, ["rev-parse", "--is-bare-repository"])
    guard let isBare else { throw .notARepository(directory) }
    let asked = isBare == "true" ? ["rev-parse", "--absolute-git-dir"] : ["rev-parse", "--show-toplevel"]
    guard let top = try await ask(directory, asked), top.hasPrefix("/") else { throw .notARepository(directory) }
    var remarks: [String] = []
    guard let head = try await ask(top, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]) else { throw .emptyRepository(top) }
    let branch = try await ask(top, ["symbolic-ref", "--quiet", "--short", "HEAD"])
    if branch == nil {
      remarks.append("HEAD of \(top) is detached: the work starts from \(head.prefix(10)) and has no branch to merge into")
    }
    if try await ask(top, ["rev-parse", "--is-shallow-repository"]) == "true" {
      remarks.append("\(top) is a shallow clone: the agent sees only the history that is there")
    }
    if isBare != "true", try await hasUncommittedChanges(top) {
      remarks.append("uncommitted changes in \(top) are not taken: the work starts from \(head.prefix(10))")
    }
    var publishTo = top
    var origin = try await ask(top, ["config", "--get", "remote.origin.pushurl"])
    if origin == nil { origin = try await ask(top, ["config", "--get", "remote.origin.url"]) }
    if let origin, !origin.isEmpty {
      publishTo = target(of: origin, from: top, &remarks)
    }
    return ResolvedRepository(
      location: RepositoryLocation(source: top, publishTo: publishTo), headCommit: head, baseBranch: branch, remarks: remarks)
  }

  /// Where `origin` leads, or the directory itself when that cannot be used.
  private func target(of origin: String, from top: String, _ remarks: inout [String]) -> String {
    let isPath = !origin.contains("://") && (origin.hasPrefix("/") || RepositoryAddress(origin) == nil)
    if isPath {
      let path = origin.hasPrefix("/") ? origin : top + "/" + origin
      if StateFile.isDirectory(path) { return path }
    } else if let address = RepositoryAddress(origin) {
      let plain = address.withoutPassword
      if address.hasPassword { remarks.append(RepositorySource.passwordRemark(plain)) }
      return plain
    }
    remarks.append("origin of \(top) cannot be used as a place to publish to: branches go into \(top) itself")
    return top
  }

  private static func passwordRemark(_ address: String) -> String {
    "the user and password in the address of \(address) are not used: set git.token_env or use an ssh agent"
  }

  /// One line of an answer; nil when git says no.
  private func ask(_ directory: String, _ arguments: [String]) async throws(WorkspaceError) -> String? {
    var call = GitCall("reading the repository \(directory)", in: nil, arguments)
    call.directory = directory
    call.trustsOwner = true
    call.seconds = 20
    call.outputLimit = 1 << 20
    let outcome = try await git.outcome(call)
    return outcome.code == 0 ? outcome.line : nil
  }

  /// Asks `git status`, which may look into files with the repository's own filters: only as the repository's owner, as git itself.
  private func hasUncommittedChanges(_ top: String) async throws(WorkspaceError) -> Bool {
    var call = GitCall("reading the state of \(top)", in: nil, ["status", "--porcelain", "-z", "--ignore-submodules=all"])
    call.directory = top
    call.seconds = 20
    let outcome: GitProgram.Outcome
    do { outcome = try await git.outcome(call) } catch { return false }
    return outcome.code == 0 && !outcome.output.isEmpty
  }
}

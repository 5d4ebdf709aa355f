/// Makes plain errors of what git prints when it fails. Pure; the texts are those of git 2.39, ssh and curl in the C locale.
enum GitFailure {
  /// The error for a git call that ended with a non-zero code.
  static func classify(errorOutput: [UInt8], doing: String, remote: String?) -> WorkspaceError {
    let text = String(decoding: errorOutput.prefix(64 << 10), as: UTF8.self)
    let lower = text.lowercased()
    let detail = summary(text)
    func has(_ phrases: String...) -> Bool { phrases.contains { lower.contains($0) } }
    if has("no space left on device", "disk quota exceeded") { return .diskFull(doing: doing, needed: 0, free: 0) }
    // ssh did not even begin: its configuration cannot be read.
    guard let remote, !has("can't open user config file", "bad configuration option") else { return .git(doing: doing, detail: detail) }
    if has("host key verification failed", "remote host identification has changed") {
      return .hostKey(remote: remote, detail: line(of: text, with: ["host key", "host identification"]) ?? detail)
    }
    if has(
      "authentication failed", "permission denied (", "could not read username", "could not read password", "terminal prompts disabled",
      "invalid username or password", "returned error: 401", "returned error: 403", "too many authentication failures", "access denied")
    {
      // ssh says what it thinks of key files before: what counts is the refusal itself.
      return .authentication(remote: remote, detail: line(of: text, with: ["permission denied (", "too many authentication"]) ?? detail)
    }
    if has(
      "could not resolve host", "connection refused", "connection timed out", "network is unreachable", "no route to host",
      "failed to connect", "couldn't connect", "connection reset", "operation timed out", "early eof", "the remote end hung up",
      "connection closed by", "ssl certificate problem", "gnutls", "returned error: 5", "kex_exchange_identification", "transfer closed",
      "temporary failure in name resolution", "operation too slow")
    {
      // A repository that is not there hangs up as well, after saying so.
      if !has("does not appear to be a git repository", "repository not found", "no such file or directory", "not found") {
        return .network(remote: remote, detail: detail)
      }
    }
    if has("is currently checked out", "refusing to update checked out branch") {
      return .branchCheckedOut(branch: "this branch", directory: remote)
    }
    if has("[rejected]", "[remote rejected]", "remote rejected", "failed to push some refs", "non-fast-forward", "stale info") {
      return .pushRejected(remote: remote, detail: detail)
    }
    if has("does not appear to be a git repository", "not a git repository") { return .notARepository(remote) }
    if has("repository not found", "not found", "does not exist", "no such file or directory") { return .noSuchRepository(remote) }
    if has("transport '", "not allowed") { return .unsupportedAddress(remote) }
    return .git(doing: doing, detail: detail)
  }

  /// The last line that has one of these words in it, as `summary` would have it.
  private static func line(of text: String, with words: [String]) -> String? {
    let lines = text.split(whereSeparator: \.isNewline)
    return lines.last { line in words.contains { line.lowercased().contains($0) } }.map { summary(String($0)) }
  }

  /// The lines that say something, in one line of at most 300 characters.
  static func summary(_ text: String) -> String {
    var lines: [Substring] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let said = line.trimmingPrefix("remote: ").trimmingPrefix("fatal: ").trimmingPrefix("error: ")
      let isNoise = ["hint:", "To ", "warning:"].contains { line.hasPrefix($0) }
      guard !isNoise, said.contains(where: { !$0.isWhitespace && $0 != "@" }) else { continue }
      lines.append(said)
    }
    let joined = lines.joined(separator: "; ")
    return joined.isEmpty ? "git gave no reason" : String(joined.prefix(300))
  }
}

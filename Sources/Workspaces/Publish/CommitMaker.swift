internal import Platform

/// Makes commits of trees in a shadow repository.
struct CommitMaker: Sendable {
  let git: GitProgram
  let shadow: String

  /// The tree's commit on top of its parents.
  /// - Throws: `noSuchObject` when the tree is not there.
  func commit(tree: String, parents: [String], message: String, identity: CommitIdentity, seconds: Int64) async throws(WorkspaceError)
    -> String
  {
    guard ObjectName.isValid(tree) else { throw .noSuchObject(tree) }
    let check = try await git.outcome(GitCall("looking for the tree", in: shadow, ["cat-file", "-t", tree]))
    guard check.code == 0, check.line == "tree" else { throw .noSuchObject(tree) }
    var call = GitCall(
      "committing the change", in: shadow, ["commit-tree", tree] + parents.flatMap { ["-p", $0] } + ["-F", "-"])
    call.input = Array(CommitMaker.cleaned(message).utf8)
    call.identity = (CommitMaker.cleaned(identity), seconds)
    return try await git.line(call)
  }

  /// The tree of a commit.
  func tree(of commit: String) async throws(WorkspaceError) -> String {
    guard ObjectName.isValid(commit) else { throw .noSuchObject(commit) }
    let outcome = try await git.outcome(
      GitCall("reading the commit", in: shadow, ["rev-parse", "--verify", "--quiet", "--end-of-options", commit + "^{tree}"]))
    guard outcome.code == 0 else { throw .noSuchObject(commit) }
    return outcome.line
  }

  /// Without zero bytes and trailing white space; never empty.
  private static func cleaned(_ message: String) -> String {
    var text = message.replacing("\0", with: "").replacing("\r\n", with: "\n")
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return (text.isEmpty ? "Change" : text) + "\n"
  }

  /// Without what would break the commit's header.
  private static func cleaned(_ identity: CommitIdentity) -> CommitIdentity {
    func plain(_ text: String, _ otherwise: String) -> String {
      let kept = String(text.filter { $0 != "<" && $0 != ">" && $0 != "\0" && !$0.isNewline })
      return kept.contains { !$0.isWhitespace } ? kept : otherwise
    }
    return CommitIdentity(name: plain(identity.name, "Carrel"), email: plain(identity.email, "carrel@localhost"))
  }
}

internal import Platform

/// Decides what is ignored, by the rules of the base commit alone: a directory beside the workspace holds the base's ignore files and
/// nothing else, and git is asked there. What the agent writes into ignore files changes nothing (facts, "Hiding").
struct IgnoreRules: Sendable {
  private static let directory = "/carrel-rules"
  let shadow: String
  let git: GitProgram

  /// Writes the base's ignore files. The shadow index has to hold the base; it is left as it is.
  static func prepare(shadow: String, base: String, rules: [TreePath], git: GitProgram) async throws(WorkspaceError) {
    let directory = shadow + IgnoreRules.directory
    try StateFile.makeNewDirectory(directory)
    guard !rules.isEmpty else { return }
    let index = shadow + "/carrel-rules.index"
    var read = GitCall("reading the ignore rules", in: shadow, ["read-tree", base])
    read.index = index
    try await git.output(read)
    var write = GitCall("writing the ignore rules", in: shadow, ["checkout-index", "-q", "-f", "-z", "--stdin"])
    write.index = index
    write.workTree = directory
    write.directory = directory
    write.input = rules.flatMap { $0.bytes + [0] }
    try await git.output(write)
    StateFile.deleteFile(index)
  }

  /// Puts the rules of another base in the place of those that are there.
  static func replace(shadow: String, base: String, rules: [TreePath], git: GitProgram) async throws(WorkspaceError) {
    try await runBlocking { () throws(WorkspaceError) in
      if case .success(let opened) = OpenDirectory.open(shadow) { try TreeRemover.remove(String(directory.dropFirst()), in: opened) }
    }
    try await prepare(shadow: shadow, base: base, rules: rules, git: git)
  }

  /// Which of the paths are ignored. Directories end with a slash; they count as ignored only when nothing below them can be taken
  /// back by a later rule, that is, when the directory itself is matched.
  func ignored(_ paths: [[UInt8]]) async throws(WorkspaceError) -> Set<[UInt8]> {
    guard !paths.isEmpty else { return [] }
    let directory = shadow + IgnoreRules.directory
    var call = GitCall("applying the ignore rules", in: shadow, ["check-ignore", "--no-index", "--verbose", "-z", "--stdin"])
    call.workTree = directory
    call.directory = directory
    call.input = paths.flatMap { $0 + [0] }
    call.index = shadow + "/carrel-none.index"
    let outcome = try await git.outcome(call)
    // 1: none of them is ignored.
    guard outcome.code == 0 || outcome.code == 1 else { throw git.failure(of: outcome, call) }
    var result: Set<[UInt8]> = []
    let fields = outcome.output.split(separator: 0, omittingEmptySubsequences: false)
    for start in stride(from: 0, to: fields.count - 3, by: 4) {
      let pattern = fields[start + 2]
      let path = Array(fields[start + 3])
      if pattern.first == UInt8(ascii: "!") { continue }
      // `dir/*` says nothing of `dir/` itself.
      if path.last == UInt8(ascii: "/"), pattern.suffix(2).elementsEqual("/*".utf8) || pattern.suffix(3).elementsEqual("/**".utf8) {
        continue
      }
      result.insert(path)
    }
    return result
  }
}

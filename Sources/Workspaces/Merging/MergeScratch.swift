internal import Model
internal import Platform

/// A bare repository that lives as long as one look at merges: it borrows the objects of a mirror and of tasks' shadow repositories, and what git writes while it
/// merges goes into it and away with it. Nothing else is written to. Its configuration and attributes are ours: no driver, filter or hook of a repository is
/// known in it, and there is no work tree.
struct MergeScratch: Sendable {
  let git: GitProgram
  let path: String

  /// Makes one.
  /// - Parameter like: a commit of the mirror, for the form of object ids.
  init(in directory: String, mirror: String, shadows: [String], like commit: String, git: GitProgram) throws(WorkspaceError) {
    self.git = git
    path = "\(directory)/\(StateFile.token()).git"
    try StateFile.makeDirectory(directory)
    let format = commit.utf8.count == 64 ? "sha256" : "sha1"
    let objects = ([mirror] + shadows).map { MergeScratch.alternate($0 + "/objects") }.joined(separator: "\n")
    try BareRepository.make(at: path, format: format, alternates: objects, shallow: StateFile.read(mirror + "/shallow"))
  }

  /// A line of the file that names other object directories, quoted as git unquotes it.
  private static func alternate(_ path: String) -> String {
    path.hasPrefix("\"") || path.contains("\n") || path.hasPrefix("#")
      ? "\"" + path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\"" : path
  }

  /// Takes it away.
  func remove() async {
    guard let slash = path.lastIndex(of: "/") else { return }
    let (directory, name) = (String(path[..<slash]), String(path[path.index(after: slash)...]))
    await runBlocking {
      // What cannot be deleted now goes at the next start.
      if case .success(let opened) = OpenDirectory.open(directory) { try? TreeRemover.remove(name, in: opened) }
    }
  }

  /// The trees of commits, in order.
  func trees(of commits: [String]) async throws(WorkspaceError) -> [String] {
    var call = call("reading the bases", ["cat-file", "--batch-check=%(objectname)"])
    call.input = commits.flatMap { Array("\($0)^{tree}\n".utf8) }
    let lines = String(decoding: try await git.output(call), as: UTF8.self).split(separator: "\n").map(String.init)
    guard lines.count == commits.count, lines.allSatisfy(ObjectName.isValid) else { throw .noSuchObject(commits.first ?? "") }
    return lines
  }

  /// What pairs of trees change, by pair ("OLD NEW").
  func changes(of pairs: [String]) async throws(WorkspaceError) -> [String: TouchedPaths] {
    var call = call(
      "listing the changed files",
      ["diff-tree", "--stdin", "-r", "-M", "-l1000", "-z", "--raw", "--no-abbrev", "--no-ext-diff", "--no-textconv"])
    call.input = pairs.flatMap { Array($0.utf8) + [10] }
    let output = try await git.output(call)
    var found: [String: TouchedPaths] = [:]
    var place = 0
    for pair in pairs {
      let head = Array((pair + "\n").utf8)
      guard output[place...].starts(with: head) else {
        throw .git(doing: call.doing, detail: "git answered in a form that is not known")
      }
      place += head.count
      let end = MergeScratch.endOfEntries(output, from: place)
      guard let part = DiffTreeOutput(Array(output[place..<end])) else {
        throw .git(doing: call.doing, detail: "git answered in a form that is not known")
      }
      place = end
      found[pair] = TouchedPaths(part.entries)
    }
    return found
  }

  /// Behind the fields of one pair's entries: each begins with a colon, and has one path behind it, or two.
  private static func endOfEntries(_ bytes: [UInt8], from start: Int) -> Int {
    var place = start
    func skip() { place = bytes[place...].firstIndex(of: 0).map { $0 + 1 } ?? bytes.count }
    while place < bytes.count, bytes[place] == UInt8(ascii: ":") {
      let first = place
      skip()
      let status = bytes[first..<place].last { (65...90).contains($0) }
      skip()
      if status == UInt8(ascii: "R") || status == UInt8(ascii: "C") { skip() }
    }
    return place
  }

  /// The lines that pairs of trees change, of these paths.
  func hunks(of pairs: [String], in paths: [TreePath]) async throws(WorkspaceError) -> HunkOutput {
    var call = call(
      "comparing the hunks",
      [
        "diff-tree", "--stdin", "-r", "-p", "-M", "-l1000", "--unified=0", "--no-ext-diff", "--no-textconv", "--no-color",
        "--src-prefix=a/", "--dst-prefix=b/", "--",
      ] + paths.map(\.pathspec))
    call.input = pairs.flatMap { Array($0.utf8) + [10] }
    call.outputLimit = 64 << 20
    return HunkOutput(try await git.output(call))
  }

  /// Makes a commit of each subject on top of its base; by subject.
  func commits(of subjects: [MergeSubject]) async throws(WorkspaceError) -> [MergeSubject: String] {
    var input: [UInt8] = []
    for (place, subject) in subjects.enumerated() {
      for name in [subject.base, subject.tree] where !ObjectName.isValid(name) { throw .noSuchObject(name) }
      input += "commit refs/heads/\(subject.task)-\(place)\nmark :\(place + 1)\ncommitter carrel <carrel@localhost> 0 +0000\n".utf8
      input += "data 0\nfrom \(subject.base)\nM 040000 \(subject.tree) \nget-mark :\(place + 1)\n".utf8
    }
    var call = call("making commits to merge", ["fast-import", "--quiet", "--force"])
    call.input = input
    let lines = String(decoding: try await git.output(call), as: UTF8.self).split(separator: "\n").map(String.init)
    guard lines.count == subjects.count, lines.allSatisfy(ObjectName.isValid) else {
      throw .git(doing: call.doing, detail: "git answered in a form that is not known")
    }
    return Dictionary(zip(subjects, lines), uniquingKeysWith: { first, _ in first })
  }

  /// Merges pairs of commits; in order.
  func merges(of pairs: [(String, String)]) async throws(WorkspaceError) -> [MergeTreeOutput.Merge] {
    var call = call("merging in memory", ["merge-tree", "--stdin", "-z"])
    call.input = pairs.flatMap { Array("\($0.0) \($0.1)\n".utf8) }
    call.seconds = 300
    let outcome = try await git.outcome(call)
    guard outcome.code == 0, let output = MergeTreeOutput(many: outcome.output), output.merges.count == pairs.count else {
      throw git.failure(of: outcome, call)
    }
    return output.merges
  }

  /// The commit of a merged tree on top of two.
  func commit(of tree: String, on parents: [String]) async throws(WorkspaceError) -> String {
    var call = call("making a commit to merge", ["commit-tree", tree] + parents.flatMap { ["-p", $0] } + ["-m", "merged"])
    call.identity = (CommitIdentity(name: "carrel", email: "carrel@localhost"), 0)
    return try await git.line(call)
  }

  /// Nothing here outlives the look: it is not made sure that it reaches the disk.
  private func call(_ doing: String, _ arguments: [String]) -> GitCall {
    var call = GitCall(doing, in: path, ["-c", "core.fsync=none", "-c", "merge.renameLimit=1000"] + arguments)
    call.seconds = 120
    return call
  }
}

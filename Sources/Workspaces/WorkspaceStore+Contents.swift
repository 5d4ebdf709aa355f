package import Model

extension WorkspaceStore {
  /// The text of one file in several trees or commits of a task, by their names; where it is not, or is no text of at most 4 MiB, there is none.
  /// - Parameter tree: where it has this path; in the others its path before a rename counts as well.
  package func contents(_ task: TaskID, path: String, in trees: [String], at tree: String) async throws(WorkspaceError) -> [String: String]
  {
    for name in trees where !ObjectName.isValid(name) { throw .noSuchObject(name) }
    return try await reading(task) { (reader) async throws(WorkspaceError) in
      try await self.contents(task, path: path, in: trees, at: tree, reader)
    }
  }

  /// The bytes of these objects together; those that are no blob of the task count nothing.
  package func bytes(_ task: TaskID, ofBlobs names: [String]) async throws(WorkspaceError) -> Int64 {
    let names = names.filter { ObjectName.isValid($0) }
    guard !names.isEmpty else { return 0 }
    _ = try marker(task)
    var call = GitCall("adding up sizes", in: layout.shadow(of: task), ["cat-file", "--batch-check=%(objecttype) %(objectsize)"])
    call.input = names.flatMap { Array($0.utf8) + [10] }
    var sum: Int64 = 0
    for line in String(decoding: try await git.output(call), as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 2, words[0] == "blob", let size = Int64(words[1]) else { continue }
      sum = sum.addingReportingOverflow(size).partialValue
    }
    return sum
  }

  private func contents(
    _ task: TaskID, path: String, in trees: [String], at tree: String, _ reader: DiffReader
  ) async throws(WorkspaceError) -> [String: String] {
    let entry = try await reader.entries(tree).first { $0.path.text == path }
    let paths = [entry?.path ?? TreePath(path), entry?.oldPath].compactMap(\.self).filter { !$0.bytes.contains(10) }
    let shadow = layout.shadow(of: task)
    var asked: [String] = []
    for name in trees where !asked.contains(name) { asked.append(name) }
    var found: [String: String] = [:]
    var blobs: [String] = []
    for place in paths {
      let open = asked.filter { found[$0] == nil }
      if open.isEmpty { break }
      var call = GitCall(
        "looking for \(path)", in: shadow, ["cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)"])
      call.input = open.flatMap { Array("\($0):".utf8) + place.bytes + [10] }
      let lines = String(decoding: try await git.output(call), as: UTF8.self).split(separator: "\n")
      guard lines.count == open.count else { throw .git(doing: call.doing, detail: "git answered in a form that is not known") }
      for (name, line) in zip(open, lines) {
        let words = line.split(separator: " ")
        guard words.count == 3, words[1] == "blob", let size = Int(words[2]), size <= 4 << 20 else { continue }
        found[name] = String(words[0])
        if !blobs.contains(String(words[0])) { blobs.append(String(words[0])) }
      }
    }
    var texts: [String: String] = [:]
    for blob in blobs {
      let bytes = try await git.output(GitCall("reading \(path)", in: shadow, ["cat-file", "blob", blob]))
      if !bytes.contains(0) { texts[blob] = String(decoding: bytes, as: UTF8.self) }
    }
    return found.compactMapValues { texts[$0] }
  }
}

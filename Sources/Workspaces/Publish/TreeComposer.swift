internal import Model
internal import Platform

/// Makes the tree of a change without what was taken out of it, in the shadow repository: whole files as the base has them, files without some of their blocks.
/// What is not exactly as it was when it was taken out stays in.
struct TreeComposer: Sendable {
  let git: GitProgram
  let shadow: String
  let reader: DiffReader

  /// The most bytes of a file that is taken apart.
  static let largest = 32 << 20

  private struct Edits {
    var removed: [TreePath] = []
    /// Entries that come from somewhere: mode, blob.
    var put: [(path: TreePath, mode: String, blob: String)] = []
    var written: [(path: TreePath, mode: String, bytes: [UInt8])] = []
    var isEmpty: Bool { removed.isEmpty && put.isEmpty && written.isEmpty }
  }

  /// The tree, and what of `taken` holds.
  /// - Throws: `takenOutClash` when what is left cannot stand in one tree: a file where a kept one has its directory.
  func compose(_ tree: String, without taken: [String: TakenOut]) async throws(WorkspaceError) -> ComposedTree {
    var result = ComposedTree(tree: tree, out: [:], back: [:])
    guard !taken.isEmpty else { return result }
    let entries = try await reader.entries(tree)
    var edits = Edits()
    for (path, out) in taken.sorted(by: { $0.key < $1.key }) {
      let found = entries.filter { $0.path.text == path }
      guard found.count == 1, let entry = found.first else {
        result.back[path] = out
        continue
      }
      if let blocks = out.blocks {
        let (kept, lost) = try await compose(entry, tree, without: blocks, &edits)
        if !kept.isEmpty { result.out[path] = TakenOut(stamp: entry.stamp, blocks: kept) }
        if !lost.isEmpty { result.back[path] = TakenOut(stamp: out.stamp, blocks: lost) }
      } else if entry.stamp == out.stamp {
        result.out[path] = out
        leave(entry, &edits)
      } else {
        result.back[path] = out
      }
    }
    guard !edits.isEmpty else { return result }
    try refuseClashes(edits, entries)
    result.tree = try await store(edits, on: tree)
    return result
  }

  /// The blocks of a file's change; nil when it can only be taken out as a whole.
  func blocks(_ tree: String, path: String) async throws(WorkspaceError) -> [ChangeBlock]? {
    let found = try await reader.entries(tree).filter { $0.path.text == path }
    guard found.count == 1, let entry = found.first, entry.isDivisible else { return nil }
    return try await patch(of: entry, tree)?.pieces.map(\.block)
  }

  private func patch(of entry: DiffTreeOutput.Entry, _ tree: String) async throws(WorkspaceError) -> BlockPatch? {
    BlockPatch(try await reader.text(tree, paths: [entry.path.text], context: 0, ignoresWhitespace: false, outputLimit: 64 << 20))
  }

  private func leave(_ entry: DiffTreeOutput.Entry, _ edits: inout Edits) {
    if entry.status != "D", entry.status != "M", entry.status != "T" { edits.removed.append(entry.path) }
    if entry.status == "A" || entry.status == "C" { return }
    edits.put.append((entry.oldPath ?? entry.path, entry.oldMode, entry.oldBlob))
  }

  private func compose(
    _ entry: DiffTreeOutput.Entry, _ tree: String, without blocks: [ChangeBlock], _ edits: inout Edits
  ) async throws(WorkspaceError) -> (kept: [ChangeBlock], lost: [ChangeBlock]) {
    guard entry.isDivisible, let patch = try await patch(of: entry, tree) else { return ([], blocks) }
    let present = Set(patch.pieces.map(\.block))
    let kept = blocks.filter(present.contains)
    let lost = blocks.filter { !present.contains($0) }
    if kept.isEmpty { return ([], lost) }
    var call = GitCall("reading \(entry.path.text)", in: shadow, ["cat-file", "blob", entry.newBlob])
    call.outputLimit = Self.largest
    guard let bytes = patch.without(Set(kept), of: try await git.output(call)) else { return ([], blocks) }
    edits.written.append((entry.path, entry.newMode, bytes))
    return (kept, lost)
  }

  /// A file that comes back cannot stand where a kept file has its directory, nor below a kept file.
  private func refuseClashes(_ edits: Edits, _ entries: [DiffTreeOutput.Entry]) throws(WorkspaceError) {
    let gone = Set(edits.removed)
    let kept = Set(entries.filter { $0.status != "D" && $0.status != "M" && !gone.contains($0.path) }.map(\.path))
    guard !kept.isEmpty else { return }
    for (path, _, _) in edits.put {
      if kept.contains(path), entries.first(where: { $0.path == path })?.status != "T" {
        throw .takenOutClash(path: path.text, with: path.text)
      }
      let below = path.bytes + [UInt8(ascii: "/")]
      if let other = kept.first(where: { $0.bytes.starts(with: below) }) { throw .takenOutClash(path: path.text, with: other.text) }
      var parent = path.parent
      while let directory = parent {
        if kept.contains(directory) { throw .takenOutClash(path: path.text, with: directory.text) }
        parent = directory.parent
      }
    }
  }

  /// As `TreeWriter` does it: one call that reads of the old tree only the directories that change.
  private func store(_ edits: Edits, on tree: String) async throws(WorkspaceError) -> String {
    var input: [UInt8] = []
    for (index, file) in edits.written.enumerated() {
      input += "blob\nmark :\(index + 1)\ndata \(file.bytes.count)\n".utf8
      input += file.bytes
      input.append(10)
    }
    input += "commit refs/carrel/kept\ncommitter carrel <carrel@localhost> 0 +0000\ndata 0\nM 040000 \(tree) \n".utf8
    for path in edits.removed {
      input += "D ".utf8
      TreeWriter.quote(path, &input)
    }
    for (path, mode, blob) in edits.put {
      input += "M \(mode) \(blob) ".utf8
      TreeWriter.quote(path, &input)
    }
    for (index, file) in edits.written.enumerated() {
      input += "M \(file.mode) :\(index + 1) ".utf8
      TreeWriter.quote(file.path, &input)
    }
    input += "ls \"\"\n".utf8
    StateFile.deleteFile(shadow + "/refs/carrel/kept.lock")
    var call = GitCall("putting together what is published", in: shadow, ["fast-import", "--quiet", "--force"])
    call.input = input
    call.seconds = 300
    let words = try await git.line(call).split(whereSeparator: { $0 == " " || $0 == "\t" })
    if words.count >= 3, words[1] == "tree", ObjectName.isValid(String(words[2])) { return String(words[2]) }
    return try await git.line(GitCall("reading the new tree", in: shadow, ["rev-parse", "--verify", "--quiet", "refs/carrel/kept^{tree}"]))
  }
}

extension DiffTreeOutput.Entry {
  /// The same as `DiffFile.stamp` of the listed file.
  var stamp: String {
    let isDeleted = status == "D"
    return DiffFile(
      path: path.text, oldPath: oldPath?.text, status: DiffFile.Status(rawValue: String(status)) ?? .modified, insertions: 0, deletions: 0,
      blob: isDeleted ? "" : newBlob, mode: isDeleted ? nil : newMode
    ).stamp
  }

  /// Whether parts of its change can be taken out: a text file before and after.
  var isDivisible: Bool {
    !isBinary && (status == "M" || status == "R") && oldMode.hasPrefix("100") && newMode.hasPrefix("100")
  }
}

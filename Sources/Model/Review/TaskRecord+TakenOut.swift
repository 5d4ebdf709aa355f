extension TaskRecord {
  /// What an operator took out of the change, by path.
  package var out: [String: TakenOut] { takenOut ?? [:] }

  /// Whether a whole file, as it is now, is taken out.
  package func isOut(_ file: DiffFile) -> Bool {
    guard let out = takenOut?[file.path] else { return false }
    return out.blocks == nil && out.stamp == file.stamp
  }
}

extension [String: TakenOut] {
  /// "1 file, 2 hunks"; empty when nothing is out.
  package var words: String {
    let files = values.count { $0.blocks == nil }
    let hunks = values.reduce(0) { $0 + $1.hunks }
    var parts: [String] = []
    if files > 0 { parts.append(files == 1 ? "1 file" : "\(files) files") }
    if hunks > 0 { parts.append(hunks == 1 ? "1 hunk" : "\(hunks) hunks") }
    return parts.joined(separator: ", ")
  }

  /// "docs/a.md, 2 hunks of src/b.swift": the paths as they are, not sanitised; the first 20.
  package var list: String {
    let all = sorted { $0.key < $1.key }.map { path, out in
      out.blocks == nil ? path : "\(out.hunks == 1 ? "1 hunk" : "\(out.hunks) hunks") of \(path)"
    }
    return all.prefix(20).joined(separator: ", ") + (all.count > 20 ? " and \(all.count - 20) more" : "")
  }

  /// What an approval names to say that this is what was shown to be out; empty when nothing is.
  package var seal: String {
    guard !isEmpty else { return "" }
    var content = ContentDigest()
    for (path, out) in sorted(by: { $0.key < $1.key }) {
      content.add("\(path)\0\(out.stamp)\0".utf8)
      for block in out.blocks ?? [] { content.add("\(block.mark) ".utf8) }
      content.add([out.blocks == nil ? 102 : 104, 0])
    }
    return content.text()
  }
}

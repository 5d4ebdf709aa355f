internal import Model

/// Cuts a unified diff into one text per file, of what the change added and removed. Pure; bounded, whatever comes.
enum DiffPassages {
  /// Files and bytes of a change that are kept.
  static let mostFiles = 500
  static let mostBytes = 1 << 20

  /// The texts, in the diff's order.
  static func split(_ diff: String, at time: Timestamp) -> [Passage] {
    var passages: [Passage] = []
    var path: String?
    var lines: [Substring] = []
    var size = 0
    var inHunk = false
    func finish() {
      guard let name = path, passages.count < mostFiles else { return }
      passages.append(Passage(.diff, time: time, path: name, text: ([Substring(name)] + lines).joined(separator: "\n")))
    }
    let kept = diff.utf8.count > mostBytes ? Substring(String(decoding: diff.utf8.prefix(mostBytes), as: UTF8.self)) : Substring(diff)
    for line in kept.split(separator: "\n", omittingEmptySubsequences: true) {
      if line.hasPrefix("diff --git ") {
        finish()
        (path, lines, size, inHunk) = (name(in: line), [], 0, false)
      } else if line.hasPrefix("@@") {
        inHunk = true
      } else if !inHunk {
        // The names of the header are surer than those of its first line, which may hold blanks.
        if line.hasPrefix("+++ "), let name = name(after: "+++ b/", in: line) { path = name }
        if line.hasPrefix("--- "), let name = name(after: "--- a/", in: line) { path = name }
        if line.hasPrefix("rename to ") { path = String(line.dropFirst(10)) }
      } else if line.hasPrefix("+") || line.hasPrefix("-"), size < Passage.head + Passage.tail {
        lines.append(line)
        size += line.utf8.count
      }
    }
    finish()
    return passages
  }

  private static func name(in line: Substring) -> String? {
    let rest = line.dropFirst("diff --git ".count)
    guard rest.utf8.count > 4 else { return String(rest) }
    // `a/NAME b/NAME`: both halves are the same unless the file was renamed.
    let half = rest.utf8.count / 2
    return String(decoding: rest.utf8.suffix(half).dropFirst(2), as: UTF8.self)
  }

  private static func name(after prefix: String, in line: Substring) -> String? {
    guard line.hasPrefix(prefix) else { return nil }
    let name = line.dropFirst(prefix.count)
    return String(name.hasSuffix("\t") ? name.dropLast() : name)
  }
}

internal import Model

/// Reads `git diff-tree --stdin -p --unified=0` of pairs of trees: which lines of the old files each pair changes, nothing of their content. Pure.
struct HunkOutput {
  /// By pair ("OLD NEW"), then by the path in the old tree, or in the new one where it was not there. Binary files are there without any.
  private(set) var spans: [String: [TreePath: [LineSpan]]] = [:]
  /// The most hunks of one file that are kept.
  static let most = 5000

  /// Reads as far as the bytes are of this form.
  init(_ bytes: [UInt8]) {
    var rest = bytes[...]
    var pair = ""
    var old: TreePath?
    var path: TreePath?
    var isBinary = false
    func line() -> ArraySlice<UInt8>? {
      guard !rest.isEmpty else { return nil }
      let line = rest.prefix { $0 != 10 }
      rest = rest[line.endIndex...].dropFirst()
      return line
    }
    while let text = line() {
      if text.starts(with: "@@ ".utf8) {
        guard let (span, lines) = Self.span(text), let path else { continue }
        spans[pair, default: [:]][path, default: []].append(span)
        if spans[pair]?[path]?.count ?? 0 > Self.most { spans[pair]?[path]?.removeLast() }
        for _ in 0..<lines where line() == nil { return }
      } else if text.starts(with: "diff --git ".utf8) {
        (old, path, isBinary) = (nil, nil, false)
      } else if text.starts(with: "--- ".utf8) {
        old = Self.path(text.dropFirst(4), side: "a/")
      } else if text.starts(with: "+++ ".utf8) {
        path = old ?? Self.path(text.dropFirst(4), side: "b/")
        if let path, !isBinary { spans[pair, default: [:]][path] = [] }
      } else if text.starts(with: "rename from ".utf8) {
        // One without any change of content has nothing more.
        let name = text.dropFirst(12)
        let from = TreePath(name.first == UInt8(ascii: "\"") ? Self.unquoted(name) : Array(name))
        spans[pair, default: [:]][from] = spans[pair]?[from] ?? []
      } else if text.starts(with: "Binary files ".utf8) {
        isBinary = true
      } else if let names = Self.pair(text) {
        pair = names
        spans[pair] = spans[pair] ?? [:]
      }
    }
  }

  /// Two object ids and nothing else.
  private static func pair(_ line: ArraySlice<UInt8>) -> String? {
    guard line.count == 81 || line.count == 129 else { return nil }
    let words = line.split(separator: 32).map { String(decoding: $0, as: UTF8.self) }
    return words.count == 2 && words.allSatisfy(ObjectName.isValid) ? "\(words[0]) \(words[1])" : nil
  }

  /// `@@ -12,3 +12,4 @@`: the old lines, and how many lines follow.
  private static func span(_ line: ArraySlice<UInt8>) -> (LineSpan, Int)? {
    let words = line.split(separator: 32, maxSplits: 4).map { String(decoding: $0, as: UTF8.self) }
    guard words.count >= 4, let old = range(words[1]), let new = range(words[2]) else { return nil }
    return (LineSpan(start: old.start, count: old.count), old.count + new.count)
  }

  private static func range(_ word: String) -> (start: Int, count: Int)? {
    let parts = word.dropFirst().split(separator: ",")
    guard let first = parts.first, let start = Int(first), let count = parts.count == 2 ? Int(parts[1]) : 1, start >= 0, count >= 0,
      count < 1 << 40
    else { return nil }
    return (start, count)
  }

  /// A path behind `--- ` or `+++ `; nil for `/dev/null`. git quotes what has control characters, quotes or backslashes, and ends what has spaces with a tab.
  private static func path(_ text: ArraySlice<UInt8>, side: String) -> TreePath? {
    if text.elementsEqual("/dev/null".utf8) { return nil }
    var bytes: [UInt8]
    if text.first == UInt8(ascii: "\"") {
      bytes = unquoted(text)
    } else {
      bytes = Array(text)
      if bytes.last == 9 { bytes.removeLast() }
    }
    guard bytes.starts(with: side.utf8) else { return nil }
    return TreePath(bytes[2...])
  }

  private static func unquoted(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let simple: [UInt8: UInt8] = [
      UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10, UInt8(ascii: "v"): 11,
      UInt8(ascii: "f"): 12, UInt8(ascii: "r"): 13,
    ]
    var result: [UInt8] = []
    var rest = text.dropFirst()
    while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        continue
      }
      let digits = rest.prefix(3)
      if digits.count == 3, digits.allSatisfy({ (48...55).contains($0) }) {
        result.append(UInt8(truncatingIfNeeded: digits.reduce(0) { $0 << 3 | Int($1 - 48) }))
        rest = rest.dropFirst(3)
      } else if let next = rest.popFirst() {
        result.append(simple[next] ?? next)
      }
    }
    return result
  }
}

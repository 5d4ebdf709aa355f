/// The pieces of a whole change, by file, as `git diff-tree -p --unified=0 --full-index` prints it. Tolerant: what is not of this form has no pieces.
package struct ChangedPieces: Hashable, Sendable {
  /// One file.
  package struct File: Hashable, Sendable {
    /// The object id of the new content; empty when it is deleted or not told.
    package var blob = ""
    /// Its pieces, in order.
    package var pieces: [ChangedPiece] = []
  }

  /// By path in the new tree, in the old one when deleted.
  package private(set) var files: [String: File] = [:]

  /// Pieces of one change that are looked at; of what is more, none has a fingerprint.
  package static let most = 20_000

  /// Reads a diff.
  package init(_ bytes: [UInt8]) {
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false)[...]
    var file = File()
    var path: String?
    var firstLines: [String] = []
    var count = 0
    func close(_ files: inout [String: File]) {
      if let path { files[path] = file }
    }
    while let line = lines.popFirst() {
      if line.starts(with: "diff --git ".utf8) {
        close(&files)
        file = File()
        path = nil
        firstLines = []
      } else if line.starts(with: "index ".utf8) {
        file.blob = Self.newBlob(line)
      } else if line.starts(with: "--- ".utf8) {
        path = Self.path(line.dropFirst(4))
      } else if line.starts(with: "+++ ".utf8) {
        path = Self.path(line.dropFirst(4)) ?? path
      } else if line.starts(with: "@@ ".utf8), let path, let piece = Self.piece(line, &lines, path, &firstLines, counts: count < Self.most)
      {
        count += 1
        file.pieces.append(piece)
      }
    }
    close(&files)
  }

  private static func newBlob(_ line: ArraySlice<UInt8>) -> String {
    let ids = String(decoding: line.dropFirst(6).prefix { $0 != 32 }, as: UTF8.self)
    guard let dots = ids.firstRange(of: "..") else { return "" }
    let blob = String(ids[dots.upperBound...])
    return blob.allSatisfy { $0 == "0" } ? "" : blob
  }

  /// `a/path` or `b/path`, possibly with a tabulator behind it or in git's quotes; nil for `/dev/null`.
  private static func path(_ bytes: ArraySlice<UInt8>) -> String? {
    var bytes = bytes
    if bytes.last == 9 { bytes = bytes.dropLast() }
    if bytes.first == UInt8(ascii: "\"") {
      guard let plain = unquoted(bytes) else { return nil }
      bytes = plain[...]
    }
    guard bytes.starts(with: "a/".utf8) || bytes.starts(with: "b/".utf8) else { return nil }
    return String(decoding: bytes.dropFirst(2), as: UTF8.self)
  }

  /// What git writes in quotes, with its escapes resolved.
  private static func unquoted(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    guard bytes.count >= 2, bytes.last == UInt8(ascii: "\"") else { return nil }
    var result: [UInt8] = []
    var rest = bytes.dropFirst().dropLast()
    let named: [UInt8: UInt8] = [
      UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13, UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12,
      UInt8(ascii: "v"): 11,
    ]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        continue
      }
      guard let next = rest.popFirst() else { return nil }
      if (48...55).contains(next) {
        var value = Int(next - 48)
        for _ in 0..<2 {
          guard let digit = rest.popFirst(), (48...55).contains(digit) else { return nil }
          value = value * 8 + Int(digit - 48)
        }
        result.append(UInt8(truncatingIfNeeded: value))
      } else {
        result.append(named[next] ?? next)
      }
    }
    return result
  }

  private static func piece(
    _ head: ArraySlice<UInt8>, _ lines: inout ArraySlice<ArraySlice<UInt8>>, _ path: String, _ firstLines: inout [String], counts: Bool
  ) -> ChangedPiece? {
    let words = head.split(separator: 32, maxSplits: 4).map { String(decoding: $0, as: UTF8.self) }
    guard words.count >= 4, let old = range(words[1], "-"), let new = range(words[2], "+") else { return nil }
    guard let removed = take(old.count, UInt8(ascii: "-"), &lines), let added = take(new.count, UInt8(ascii: "+"), &lines) else {
      return nil
    }
    let block = ChangeBlock(above: old.count == 0 ? old.start : max(0, old.start - 1), removed: removed, added: added)
    if new.start <= 1, firstLines.isEmpty { firstLines = added.prefix(20).map(\.text) }
    let print =
      counts
      ? HunkFingerprint(path: path, block: block, removed: removed.map(\.text), added: added.map(\.text), firstLines: firstLines)?.text
      : nil
    return ChangedPiece(block: block, fingerprint: print)
  }

  /// `-41,6` or `-41`.
  private static func range(_ word: String, _ sign: Character) -> (start: Int, count: Int)? {
    guard word.first == sign else { return nil }
    let parts = word.dropFirst().split(separator: ",")
    guard let first = parts.first, let start = Int(first), let count = parts.count == 2 ? Int(parts[1]) : 1, start >= 0, count >= 0 else {
      return nil
    }
    return (start, count)
  }

  private static func take(
    _ count: Int, _ sign: UInt8, _ lines: inout ArraySlice<ArraySlice<UInt8>>
  ) -> [(text: String, ends: Bool)]? {
    var result: [(text: String, ends: Bool)] = []
    while result.count < count {
      guard let line = lines.first, line.first == sign else { return nil }
      lines = lines.dropFirst()
      result.append((String(decoding: line.dropFirst(), as: UTF8.self), true))
    }
    if count > 0, lines.first?.first == UInt8(ascii: "\\") {
      lines = lines.dropFirst()
      result[count - 1].ends = false
    }
    return result
  }
}

internal import Model

/// The change of one file as `git diff-tree -p --unified=0` prints it, as bytes: its blocks, and the file without some of them. Pure.
struct BlockPatch {
  /// One block with its place in the new file.
  struct Piece {
    var block: ChangeBlock
    /// How many lines of the new file stand above it.
    var above: Int
    /// The removed lines' bytes, with their line feeds.
    var old: [UInt8]
  }

  private(set) var pieces: [Piece] = []

  /// Nil when the text is not of this form, of more than one file or no UTF-8: its blocks could not be told apart for certain then.
  init?(_ bytes: [UInt8]) {
    guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
    var lines = Lines(bytes)
    var isInHeader = true
    var headers = 0
    while let line = lines.next() {
      if line.starts(with: "@@ ".utf8) {
        isInHeader = false
        guard let piece = Self.piece(line, &lines) else { return nil }
        pieces.append(piece)
      } else if line.starts(with: "diff ".utf8) {
        headers += 1
        guard headers == 1 else { return nil }
      } else if !isInHeader {
        return nil
      }
    }
  }

  private static func piece(_ head: ArraySlice<UInt8>, _ lines: inout Lines) -> Piece? {
    let words = head.split(separator: UInt8(ascii: " "), maxSplits: 4).map { String(decoding: $0, as: UTF8.self) }
    guard words.count >= 4, let old = range(words[1], "-"), let new = range(words[2], "+") else { return nil }
    guard let removed = take(old.count, UInt8(ascii: "-"), &lines), let added = take(new.count, UInt8(ascii: "+"), &lines) else {
      return nil
    }
    var bytes: [UInt8] = []
    for line in removed {
      bytes += line.bytes
      if line.ends { bytes.append(10) }
    }
    let text = { (line: (bytes: ArraySlice<UInt8>, ends: Bool)) in (text: String(decoding: line.bytes, as: UTF8.self), ends: line.ends) }
    return Piece(
      block: ChangeBlock(
        above: old.count == 0 ? old.start : old.start - 1, removed: removed.map(text), added: added.map(text)),
      above: new.count == 0 ? new.start : new.start - 1, old: bytes)
  }

  /// `-41,6` or `-41`.
  private static func range(_ word: String, _ sign: Character) -> (start: Int, count: Int)? {
    guard word.first == sign else { return nil }
    let parts = word.dropFirst().split(separator: ",")
    guard let first = parts.first, let start = Int(first), let count = parts.count == 2 ? Int(parts[1]) : 1, start >= 0, count >= 0 else {
      return nil
    }
    return count > 0 && start == 0 ? nil : (start, count)
  }

  private static func take(_ count: Int, _ sign: UInt8, _ lines: inout Lines) -> [(bytes: ArraySlice<UInt8>, ends: Bool)]? {
    var result: [(bytes: ArraySlice<UInt8>, ends: Bool)] = []
    for _ in 0..<count {
      guard let line = lines.next(), line.first == sign else { return nil }
      result.append((line.dropFirst(), true))
    }
    if count > 0, lines.peek?.first == UInt8(ascii: "\\") {
      _ = lines.next()
      result[count - 1].ends = false
    }
    return result
  }

  /// The new file with these blocks as they were in the old one; nil when it is shorter than the change says.
  func without(_ out: Set<ChangeBlock>, of new: [UInt8]) -> [UInt8]? {
    // Where each line begins; the end as well.
    var starts = [0]
    for (index, byte) in new.enumerated() where byte == 10 { starts.append(index + 1) }
    if starts.last != new.count { starts.append(new.count) }
    var result: [UInt8] = []
    result.reserveCapacity(new.count)
    var line = 0
    for piece in pieces where out.contains(piece.block) {
      let end = piece.above + piece.block.added
      guard piece.above >= line, end < starts.count else { return nil }
      result += new[starts[line]..<starts[piece.above]]
      result += piece.old
      line = end
    }
    result += new[starts[line]...]
    return result
  }

  private struct Lines {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var peek: ArraySlice<UInt8>? { rest.isEmpty ? nil : rest.prefix { $0 != 10 } }

    mutating func next() -> ArraySlice<UInt8>? {
      guard let line = peek else { return nil }
      rest = rest[line.endIndex...].dropFirst()
      return line
    }
  }
}

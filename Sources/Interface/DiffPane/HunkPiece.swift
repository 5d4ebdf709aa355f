package import Model

/// A change block of a hunk and the lines of the hunk that it is.
package struct HunkPiece: Hashable, Sendable {
  /// The block.
  package var block: ChangeBlock
  /// The indices of its lines in the hunk.
  package var lines: Range<Int>
}

extension Hunk {
  /// The change blocks of the hunk, in order: what can be taken out one by one.
  package var pieces: [HunkPiece] {
    var result: [HunkPiece] = []
    var above = oldCount > 0 ? oldStart - 1 : oldStart
    var index = 0
    while index < lines.count {
      guard lines[index].kind == .removed || lines[index].kind == .added else {
        if lines[index].kind == .context { above += 1 }
        index += 1
        continue
      }
      let first = index
      var removed: [(text: String, ends: Bool)] = []
      var added: [(text: String, ends: Bool)] = []
      while index < lines.count, lines[index].kind != .context {
        // Added lines before removed ones are another block.
        if lines[index].kind == .removed, !added.isEmpty { break }
        let ends = !(index + 1 < lines.count && lines[index + 1].kind == .noNewline)
        if lines[index].kind == .removed { removed.append((lines[index].text, ends)) }
        if lines[index].kind == .added { added.append((lines[index].text, ends)) }
        index += 1
      }
      result.append(HunkPiece(block: ChangeBlock(above: above, removed: removed, added: added), lines: first..<index))
      above += removed.count
    }
    return result
  }
}

/// A run of removed lines followed by added lines in a hunk, with what changed in lines that became one another.
package struct ReplaceBlock: Hashable, Sendable {
  /// Indices in the hunk of the removed lines.
  package var removed: Range<Int>
  /// Indices in the hunk of the added lines.
  package var added: Range<Int>
  /// What changed in the words, by the index of a line in the hunk; lines that found no like have none.
  package var words: [Int: [Range<Int>]]

  /// Blocks with more lines than this on a side are not compared word by word.
  package static let mostLines = 32

  /// The block that the line belongs to, one side of it may be empty; nil when the line is no change.
  package init?(hunk: Hunk, at index: Int) {
    guard hunk.lines.indices.contains(index), Self.isChange(hunk.lines[index]) else { return nil }
    // Back to the first removed line, over the added ones between.
    var first = index
    while first > 0, hunk.lines[first - 1].kind == .added || hunk.lines[first - 1].kind == .noNewline, hunk.lines[index].kind == .added {
      first -= 1
    }
    while first > 0, hunk.lines[first - 1].kind == .removed { first -= 1 }
    var middle = first
    while middle < hunk.lines.count, hunk.lines[middle].kind == .removed { middle += 1 }
    var start = middle
    while start < hunk.lines.count, hunk.lines[start].kind == .noNewline { start += 1 }
    var end = start
    while end < hunk.lines.count, hunk.lines[end].kind == .added { end += 1 }
    removed = first..<middle
    added = start..<end
    words = [:]
    if removed.count <= Self.mostLines, added.count <= Self.mostLines { pair(hunk) }
  }

  private static func isChange(_ line: DiffLine) -> Bool { line.kind == .added || line.kind == .removed }

  /// Greedy and in order: a removed line takes the first added line behind the last pair that is like it.
  private mutating func pair(_ hunk: Hunk) {
    var next = added.lowerBound
    for old in removed {
      for new in next..<added.upperBound {
        guard let diff = WordDiff(old: hunk.lines[old].text, new: hunk.lines[new].text), diff.distance <= WordDiff.furthest else {
          continue
        }
        words[old] = diff.removed
        words[new] = diff.added
        next = new + 1
        break
      }
      if next >= added.upperBound { break }
    }
  }
}

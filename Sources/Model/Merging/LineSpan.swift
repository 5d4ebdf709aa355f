/// Lines of a file as it is in the base that a change takes away or stands between: what two changes of one file are held against each other by.
package struct LineSpan: Hashable, Sendable, Codable {
  /// The first line, from 1; with `count` 0 the line that what was added stands behind, 0 at the top.
  package var start: Int
  /// How many lines of the base go; 0: lines are only added.
  package var count: Int

  /// A span; what is negative counts as 0, and nothing is larger than a file can be.
  package init(start: Int, count: Int) {
    self.start = min(max(0, start), Self.most)
    self.count = min(max(0, count), Self.most)
  }

  private static let most = Int.max / 4

  /// The gaps between lines that it begins and ends at.
  private var gaps: (first: Int, last: Int) { count == 0 ? (start, start) : (start - 1, start - 1 + count) }

  /// Whether git's merge would see one place in both: they overlap, or one begins where the other ends.
  package func meets(_ other: LineSpan) -> Bool { gaps.first <= other.gaps.last && other.gaps.first <= gaps.last }

  /// "12", "12-14", "after 12", "before 1".
  package var words: String {
    if count == 0 { return start == 0 ? "before 1" : "after \(start)" }
    return count == 1 ? "\(start)" : "\(start)-\(start + count - 1)"
  }
}

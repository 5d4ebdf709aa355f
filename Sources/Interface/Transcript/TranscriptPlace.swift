/// A row of a laid out transcript: which item, and which of its rows.
struct TranscriptPlace: Hashable, Sendable, Comparable {
  var item: Int
  var line: Int

  static func < (left: TranscriptPlace, right: TranscriptPlace) -> Bool {
    left.item != right.item ? left.item < right.item : left.line < right.line
  }
}

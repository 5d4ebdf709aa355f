/// Finds what a mistyped word was meant to be.
enum Suggestion {
  /// "; did you mean X?" or nothing.
  static func ending(for word: String, among words: [String], prefix: String = "") -> String {
    best(for: word, among: words).map { "; did you mean \(prefix)\($0)?" } ?? ""
  }

  /// The nearest word, when it is near enough: at most a third of its letters wrong, or the beginning of exactly one.
  static func best(for word: String, among words: [String]) -> String? {
    let typed = word.lowercased()
    guard !typed.isEmpty, typed.utf8.count <= 40 else { return nil }
    let nearest = words.map { ($0, distance(Array(typed.utf8), Array($0.utf8))) }.min { $0.1 < $1.1 }
    if let (found, wrong) = nearest, wrong <= max(1, min(3, found.utf8.count / 3)) { return found }
    let beginning = words.filter { $0.hasPrefix(typed) }
    return typed.utf8.count >= 2 && beginning.count == 1 ? beginning.first : nil
  }

  /// Letters to insert, remove, replace or swap with their neighbour (optimal string alignment).
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var before: [Int] = []
    var last = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var line = [row + 1]
      for (column, other) in right.enumerated() {
        var cost = min(last[column] + (letter == other ? 0 : 1), last[column + 1] + 1, line[column] + 1)
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other { cost = min(cost, before[column - 1] + 1) }
        line.append(cost)
      }
      before = last
      last = line
    }
    return last[right.count]
  }
}

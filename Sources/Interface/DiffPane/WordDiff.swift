/// Which words of a changed line changed. Words are runs of letters, digits and underscores; of white space; anything else is one by one (the way of
/// delta, dandavison/delta src/edits.rs). Ranges are UTF-8 offsets.
package struct WordDiff: Hashable, Sendable {
  /// What is gone from the old line.
  package var removed: [Range<Int>]
  /// What is new in the new line.
  package var added: [Range<Int>]
  /// How unlike they are: the changed bytes through all bytes, white space not counted; 0 … 1.
  package var distance: Double

  /// Lines that are more unlike than this are not the same line.
  package static let furthest = 0.6

  /// Compares two lines; nil when they are too long to be compared in time.
  package init?(old: String, new: String) {
    let left = Array(old.utf8)
    let right = Array(new.utf8)
    guard left.count <= 3000, right.count <= 3000 else { return nil }
    let olds = Self.words(left)
    let news = Self.words(right)
    func same(_ first: Range<Int>, _ second: Range<Int>) -> Bool { left[first].elementsEqual(right[second]) }
    var head = 0
    while head < olds.count, head < news.count, same(olds[head], news[head]) { head += 1 }
    var tail = 0
    while tail < olds.count - head, tail < news.count - head, same(olds[olds.count - 1 - tail], news[news.count - 1 - tail]) { tail += 1 }
    let oldCore = Array(olds[head..<(olds.count - tail)])
    let newCore = Array(news[head..<(news.count - tail)])
    guard oldCore.count * newCore.count <= 40_000 else { return nil }
    let kept = Self.common(oldCore.count, newCore.count) { same(oldCore[$0], newCore[$1]) }
    removed = Self.joined(oldCore.indices.filter { !kept.old[$0] }.map { oldCore[$0] })
    added = Self.joined(newCore.indices.filter { !kept.new[$0] }.map { newCore[$0] })
    let changed = Self.weight(removed, left) + Self.weight(added, right)
    let total = Self.weight([0..<left.count], left) + Self.weight([0..<right.count], right)
    distance = total == 0 ? 0 : Double(changed) / Double(total)
  }

  /// The words of a line.
  static func words(_ bytes: [UInt8]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = 0
    while start < bytes.count {
      let kind = self.kind(bytes[start])
      var end = start + 1
      if kind != 2 { while end < bytes.count, self.kind(bytes[end]) == kind { end += 1 } }
      result.append(start..<end)
      start = end
    }
    return result
  }

  /// 0 a letter of a word (all of a non-ASCII scalar counts), 1 white space, 2 anything else.
  private static func kind(_ byte: UInt8) -> Int {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x80...0xFF: 0
    case 0x20, 0x09: 1
    default: 2
    }
  }

  private static func weight(_ ranges: [Range<Int>], _ bytes: [UInt8]) -> Int {
    ranges.reduce(0) { sum, range in bytes[range].reduce(sum) { $1 == 0x20 || $1 == 0x09 ? $0 : $0 + 1 } }
  }

  private static func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    for range in ranges {
      if let last = result.last, last.upperBound == range.lowerBound {
        result[result.count - 1] = last.lowerBound..<range.upperBound
      } else {
        result.append(range)
      }
    }
    return result
  }

  /// Which positions belong to a longest common subsequence.
  private static func common(_ rows: Int, _ columns: Int, same: (Int, Int) -> Bool) -> (old: [Bool], new: [Bool]) {
    var old = [Bool](repeating: false, count: rows)
    var new = [Bool](repeating: false, count: columns)
    guard rows > 0, columns > 0 else { return (old, new) }
    let stride = columns + 1
    var lengths = [Int32](repeating: 0, count: (rows + 1) * stride)
    for row in (0..<rows).reversed() {
      for column in (0..<columns).reversed() {
        let index = row * stride + column
        lengths[index] = same(row, column) ? lengths[index + stride + 1] + 1 : max(lengths[index + stride], lengths[index + 1])
      }
    }
    var row = 0
    var column = 0
    while row < rows, column < columns {
      let index = row * stride + column
      if same(row, column) {
        old[row] = true
        new[column] = true
        row += 1
        column += 1
      } else if lengths[index + stride] >= lengths[index + 1] {
        row += 1
      } else {
        column += 1
      }
    }
    return (old, new)
  }
}

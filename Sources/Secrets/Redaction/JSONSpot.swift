/// Whether a range of JSON can be replaced by words so that it stays JSON.
enum JSONSpot {
  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")
  /// Longer names of members are none of ours.
  private static let longestName = 32

  /// False for what begins in the middle of an escape (then it is another text than the secret), for what holds a quote or ends in one half of an escape, and for a
  /// piece of a member's name that is a plain word.
  static func canTake(_ range: Range<Int>, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard !isEscaped(range.lowerBound, text), range.upperBound >= text.count || !isEscaped(range.upperBound, text) else { return false }
    for index in range where text[index] == quote && !isEscaped(index, text) { return false }
    return !isName(range, text)
  }

  /// Whether an odd number of backslashes stands before.
  private static func isEscaped(_ index: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var start = index
    while start > 0, text[start - 1] == backslash { start -= 1 }
    return (index - start) % 2 == 1
  }

  private static func isName(_ range: Range<Int>, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard range.count <= longestName, text[range].allSatisfy(isWord) else { return false }
    var (start, end) = (range.lowerBound, range.upperBound)
    while start > 0, end - start <= longestName, isWord(text[start - 1]) { start -= 1 }
    while end < text.count, end - start <= longestName, isWord(text[end]) { end += 1 }
    guard end - start <= longestName, start > 0, text[start - 1] == quote, !isEscaped(start - 1, text), end + 1 < text.count else {
      return false
    }
    return text[end] == quote && text[end + 1] == UInt8(ascii: ":")
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

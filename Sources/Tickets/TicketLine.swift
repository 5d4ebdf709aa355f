/// One line of a pasted list, cleaned, with where it stood.
struct TicketLine: Hashable, Sendable {
  /// From 1, in the text as it was pasted.
  var number: Int
  /// The columns of white space before the content; a tab goes to the next multiple of four.
  var indent: Int
  /// The line without white space at its end.
  var raw: String
  /// The line without white space at both ends.
  var content: String

  /// Whether nothing is on it.
  var isBlank: Bool { content.isEmpty }

  /// A line from its cleaned UTF-8 bytes.
  init(number: Int, bytes: ArraySlice<UInt8>) {
    var start = bytes.startIndex
    var end = bytes.endIndex
    var columns = 0
    while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 {
      columns = bytes[start] == 0x20 ? columns + 1 : (columns / 4 + 1) * 4
      start += 1
    }
    while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    self.number = number
    indent = start == end ? 0 : columns
    content = String(decoding: bytes[start..<end], as: UTF8.self)
    raw = start == bytes.startIndex || start == end ? content : String(decoding: bytes[bytes.startIndex..<end], as: UTF8.self)
  }

  /// The line with up to so many columns of its indentation removed.
  func dedented(by columns: Int) -> String {
    guard columns > 0, indent > 0 else { return raw }
    var seen = 0
    var rest = raw[...]
    while seen < columns, let first = rest.utf8.first, first == 0x20 || first == 0x09 {
      seen = first == 0x20 ? seen + 1 : (seen / 4 + 1) * 4
      rest = rest.dropFirst()
    }
    return String(repeating: " ", count: max(0, seen - columns)) + rest
  }
}

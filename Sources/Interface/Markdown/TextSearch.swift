/// A search for plain text: capital letters matter only when the sought text has any (ASCII letters).
package struct TextSearch: Hashable, Sendable {
  /// What is sought.
  package let text: String
  private let needle: [UInt8]
  private let folds: Bool

  /// A search; nil for an empty text.
  package init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    self.text = text
    folds = !text.utf8.contains { (0x41...0x5A).contains($0) }
    needle = Array(text.utf8)
  }

  /// Every place in a text, as UTF-8 offsets, not overlapping.
  package func ranges(in text: String, atMost: Int = .max) -> [Range<Int>] {
    guard text.utf8.count >= needle.count else { return [] }
    var text = text
    return text.withUTF8 { bytes in
      var result: [Range<Int>] = []
      var start = 0
      let last = bytes.count - needle.count
      while start <= last, result.count < atMost {
        var length = 0
        while length < needle.count, fold(bytes[start + length]) == needle[length] { length += 1 }
        if length == needle.count {
          result.append(start..<(start + length))
          start += length
        } else {
          start += 1
        }
      }
      return result
    }
  }

  /// Whether the text has it.
  package func matches(_ text: String) -> Bool { !ranges(in: text, atMost: 1).isEmpty }

  private func fold(_ byte: UInt8) -> UInt8 { folds && (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}

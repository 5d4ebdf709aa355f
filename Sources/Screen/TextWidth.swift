/// How many terminal columns text takes when a `Canvas` draws it. Agrees with what ncurses prints, because both ask the same `wcwidth`; scalars that the C
/// library does not know count as the U+FFFD that is drawn for them.
package enum TextWidth {
  /// The columns of one scalar: 0, 1 or 2. 0 for controls, marks, joiners, variation selectors and skin tones.
  package static func width(of scalar: Unicode.Scalar) -> Int {
    ScalarShape(scalar.value).columns
  }

  /// The columns of a text on one line; controls, line breaks and tabs count 0, as they are never drawn.
  package static func width(of text: String) -> Int {
    var text = text
    if let count = text.withUTF8(plainCount) { return count }
    return text.unicodeScalars.reduce(0) { $0 + ScalarShape($1.value).columns }
  }

  /// The same of a part of a text.
  package static func width(of text: Substring) -> Int {
    var text = text
    if let count = text.withUTF8(plainCount) { return count }
    return text.unicodeScalars.reduce(0) { $0 + ScalarShape($1.value).columns }
  }

  /// The text if it fits the width (columns), else its beginning and `…`. Empty when the width is 0 or less.
  package static func truncate(_ text: String, _ width: Int) -> String {
    guard width > 0 else { return "" }
    if text.utf8.count <= width || Self.width(of: text) <= width { return text }
    return prefix(text, width - 1) + "…"
  }

  /// The same of a part of a text.
  package static func truncate(_ text: Substring, _ width: Int) -> String { truncate(String(text), width) }

  /// As much of the beginning as fits the width (columns); a wide character is never halved, marks stay with their base.
  package static func prefix(_ text: String, _ width: Int) -> String {
    guard width > 0 else { return "" }
    var text = text
    let plain = text.withUTF8 { bytes -> String? in
      // A mark after the last column belongs to it.
      let end = min(bytes.count, width + 1)
      for index in 0..<end where bytes[index] < 0x20 || bytes[index] > 0x7E { return nil }
      return String(decoding: bytes[..<min(bytes.count, width)], as: UTF8.self)
    }
    if let plain { return plain }
    var used = 0
    let scalars = text.unicodeScalars
    var end = scalars.startIndex
    while end < scalars.endIndex {
      let columns = ScalarShape(scalars[end].value).columns
      if used + columns > width { break }
      used += columns
      end = scalars.index(after: end)
    }
    return String(scalars[..<end])
  }

  /// The same of a part of a text.
  package static func prefix(_ text: Substring, _ width: Int) -> String { prefix(String(text), width) }

  /// The columns of printable ASCII; nil: there is something else.
  private static func plainCount(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    for byte in bytes where byte < 0x20 || byte > 0x7E { return nil }
    return bytes.count
  }
}

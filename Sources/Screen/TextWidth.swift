/// How many terminal columns text takes when a `Canvas` draws it. Agrees with what ncurses prints, because both ask the same `wcwidth`; scalars that the C
/// library does not know count as the U+FFFD that is drawn for them.
package enum TextWidth {
  /// The columns of one scalar: 0, 1 or 2. 0 for controls, marks, joiners, variation selectors and skin tones.
  package static func width(of scalar: Unicode.Scalar) -> Int {
    ScalarShape(scalar.value).columns
  }

  /// The columns of a text on one line; controls, line breaks and tabs count 0, as they are never drawn.
  package static func width(of text: some StringProtocol) -> Int {
    var plain = true
    var count = 0
    for byte in text.utf8 {
      if byte < 0x20 || byte > 0x7E {
        plain = false
        break
      }
      count += 1
    }
    if plain { return count }
    return text.unicodeScalars.reduce(0) { $0 + ScalarShape($1.value).columns }
  }

  /// The text if it fits the width (columns), else its beginning and `…`. Empty when the width is 0 or less.
  package static func truncate(_ text: some StringProtocol, _ width: Int) -> String {
    guard width > 0 else { return "" }
    if text.utf8.count <= width || Self.width(of: text) <= width { return String(text) }
    return prefix(text, width - 1) + "…"
  }

  /// As much of the beginning as fits the width (columns); a wide character is never halved, marks stay with their base.
  package static func prefix(_ text: some StringProtocol, _ width: Int) -> String {
    var used = 0
    var end = text.unicodeScalars.startIndex
    let scalars = text.unicodeScalars
    while end < scalars.endIndex {
      let columns = ScalarShape(scalars[end].value).columns
      if used + columns > width { break }
      used += columns
      end = scalars.index(after: end)
    }
    return String(String.UnicodeScalarView(scalars[..<end]))
  }
}

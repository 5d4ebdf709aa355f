/// Cleans texts that came over the network as pasted ones are (`TicketText`), and takes out besides what no person sees but an agent reads: marks of direction,
/// characters without width, tags. Everything is cut to bounds first.
enum OutsideCleaner {
  /// The beginning of a text, cut between characters.
  static func head(_ text: String, _ most: Int) -> (text: String, isCut: Bool) {
    guard text.utf8.count > most else { return (text, false) }
    var bytes = Array(text.utf8.prefix(most))
    while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
    if let last = bytes.last, last >= 0xC0 { bytes.removeLast() }
    return (String(decoding: bytes, as: UTF8.self), true)
  }

  /// A text of several lines within so many bytes, and how many bytes of it were left out.
  static func block(_ text: String, _ most: Int) -> (text: String, left: Int) {
    let (short, isCut) = head(clean(text), most)
    var end = short[...]
    while let last = end.last, last.isWhitespace { end = end.dropLast() }
    while let first = end.first, first.isNewline { end = end.dropFirst() }
    return (String(end), isCut ? text.utf8.count - most : 0)
  }

  /// A text on one line.
  static func line(_ text: String, most: Int) -> String { head(clean(head(text, most * 4).text).singleLine, most).text }

  /// Without control characters and what cannot be seen; line ends are `\n`.
  static func clean(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 0x20 && $0 != 0x0A || $0 >= 0x7F }) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in String(decoding: TicketText.cleaned(Array(text.utf8)).bytes, as: UTF8.self).unicodeScalars where !isUnseen(scalar) {
      result.append(scalar)
    }
    return String(result)
  }

  /// Marks and overrides of direction, characters without width (but the joiners that scripts and emoji need), tags, and the second half of the variation selectors.
  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F,
      0xE0100...0xE01EF:
      true
    default: false
    }
  }
}

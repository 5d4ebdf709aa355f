/// The one sanitiser: everything that came from outside (agent, ticket, file name, branch, error, title) passes it before it is put on a canvas or written to a
/// terminal. Escape sequences go whole, other controls and everything invisible become visible, lines and totals are capped.
package enum UntrustedText {
  /// Columns between tab stops.
  package static let tabWidth = 4
  /// Scalars kept of one line; the rest is `…`.
  package static let lineLimit = 16_384
  /// Scalars kept of one text; the rest is `…`.
  package static let totalLimit = 4 << 20

  /// The text, safe to draw, with its line feeds: CSI, OSC, DCS, APC, PM and SOS sequences taken out, tabs as spaces, a carriage return writes the line over from
  /// its beginning, other controls as `␛`-like symbols, format and bidi characters as `⟨U+202E⟩`, at most four marks after a character.
  package static func clean(_ text: String) -> String {
    if isPlain(text, lineFeeds: true) { return text }
    var cleaner = TextCleaner(keepsLineFeeds: true)
    return cleaner.clean(text)
  }

  /// The same from bytes; what is not UTF-8 becomes U+FFFD.
  package static func clean(bytes: some Collection<UInt8>) -> String {
    clean(String(decoding: bytes, as: UTF8.self))
  }

  /// The text on one line: as `clean`, and line feeds as `␊`.
  package static func cleanLine(_ text: String) -> String {
    if isPlain(text, lineFeeds: false) { return text }
    var cleaner = TextCleaner(keepsLineFeeds: false)
    return cleaner.clean(text)
  }

  /// Whether it is printable ASCII on lines of fair length, as nearly all text is: then there is nothing to do.
  private static func isPlain(_ text: String, lineFeeds: Bool) -> Bool {
    var line = 0
    var total = 0
    for byte in text.utf8 {
      if byte == 0x0A, lineFeeds {
        line = 0
      } else {
        guard byte >= 0x20, byte < 0x7F, line < lineLimit else { return false }
        line += 1
      }
      total += 1
    }
    return total <= totalLimit
  }
}

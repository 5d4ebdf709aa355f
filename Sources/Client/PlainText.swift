/// Text from outside, made harmless for a terminal that a command prints to: control characters and invisible direction marks become visible, escape
/// sequences lose their escape. The interface has a finer rule of its own (`UntrustedText`).
package enum PlainText {
  /// On one line.
  package static func line(_ text: String) -> String { clean(text, keepsLines: false) }

  /// With its lines.
  package static func block(_ text: String) -> String { clean(text, keepsLines: true) }

  private static func clean(_ text: String, keepsLines: Bool) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A where keepsLines, 0x09 where keepsLines: result.append(scalar)
      case 0x0A, 0x0D, 0x09: result.append(" ")
      case 0..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "?")
      case 0x7F: result.append("\u{2421}")
      case 0x80..<0xA0, 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xE0000...0xE007F:
        result.append(contentsOf: "<U+\(String(scalar.value, radix: 16, uppercase: true))>".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}

internal import Model

/// Text from outside, made harmless for a terminal that a command prints to: control characters and invisible direction marks become visible, escape
/// sequences lose their escape. The interface has a finer rule of its own (`UntrustedText`).
package enum PlainText {
  /// On one line.
  package static func line(_ text: String) -> String { clean(text, keepsLines: false) }

  /// With its lines.
  package static func block(_ text: String) -> String { clean(text, keepsLines: true) }

  /// A unified diff: its changed lines also show letters that look like others' and white space at their end; a carriage return at the end of a line stays.
  package static func diff(_ text: String) -> String {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { diffLine(Substring($0)) }.joined(separator: "\n")
  }

  private static func diffLine(_ line: Substring) -> String {
    guard let sign = line.utf8.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return clean(String(line), keepsLines: true) }
    let tricks = HiddenText.tricks(in: line)
    if tricks.isEmpty { return String(line) }
    var result = ""
    var at = 0
    for scalar in line.unicodeScalars {
      let trick = tricks.first { $0.range.contains(at) }
      at += UTF8.width(scalar)
      switch trick?.kind {
      case .lookAlike: result += "<U+\(String(scalar.value, radix: 16, uppercase: true))>"
      case .trailingSpace: result += scalar == "\t" ? "<TAB>" : scalar == " " ? "\u{B7}" : "<U+\(String(scalar.value, radix: 16, uppercase: true))>"
      case .carriageReturn: result += "\u{240D}"
      default: result += scalar == "\t" ? "\t" : clean(String(scalar), keepsLines: false)
      }
    }
    return result
  }

  private static func clean(_ text: String, keepsLines: Bool) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A where keepsLines, 0x09 where keepsLines: result.append(scalar)
      case 0x0A, 0x0D, 0x09: result.append(" ")
      case 0..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "?")
      case 0x7F: result.append("\u{2421}")
      case _ where HiddenText.kind(of: scalar) != nil:
        result.append(contentsOf: "<U+\(String(scalar.value, radix: 16, uppercase: true))>".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}

package import Screen

/// Text of a diff, made safe to draw so that nothing in it is hidden: unlike `UntrustedText` alone, escape sequences and carriage returns stay visible, because
/// they are part of what is reviewed. Whatever is not what it seems is in the role `risky`.
package enum RiskyText {
  /// The pieces of one line. `column` is where it begins, for tab stops.
  package static func runs(_ text: some StringProtocol, style: Style, column: Int = 0) -> [StyledRun] {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.isEmpty ? [] : [StyledRun(String(text), style: style)] }
    var result: [StyledRun] = []
    var at = column
    var plain = String.UnicodeScalarView()
    func flush() {
      guard !plain.isEmpty else { return }
      for run in marked(UntrustedText.cleanLine(String(plain)), style) {
        at += TextWidth.width(of: run.text)
        result.append(run)
      }
      plain = String.UnicodeScalarView()
    }
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09:
        flush()
        let width = UntrustedText.tabWidth - at % UntrustedText.tabWidth
        result.append(StyledRun(String(repeating: " ", count: width), style: style))
        at += width
      case 0..<0x20, 0x7F:
        flush()
        let picture = Unicode.Scalar(scalar.value == 0x7F ? 0x2421 : 0x2400 + scalar.value) ?? "\u{FFFD}"
        result.append(StyledRun(String(picture), style: Style(.risky, under: style.under)))
        at += 1
      case 0x80..<0xA0:
        flush()
        let name = "⟨U+00\(String(scalar.value, radix: 16, uppercase: true))⟩"
        result.append(StyledRun(name, style: Style(.risky, under: style.under)))
        at += TextWidth.width(of: name)
      default: plain.append(scalar)
      }
    }
    flush()
    return result
  }

  /// Puts the sanitiser's `⟨U+202E⟩` in the role of what is risky.
  private static func marked(_ text: String, _ style: Style) -> [StyledRun] {
    guard text.contains("⟨U+") else { return [StyledRun(text, style: style)] }
    var result: [StyledRun] = []
    var rest = text[...]
    while let open = rest.firstRange(of: "⟨U+"), let close = rest[open.upperBound...].firstIndex(of: "⟩") {
      if open.lowerBound > rest.startIndex { result.append(StyledRun(String(rest[..<open.lowerBound]), style: style)) }
      let end = rest.index(after: close)
      result.append(StyledRun(String(rest[open.lowerBound..<end]), style: Style(.risky, under: style.under)))
      rest = rest[end...]
    }
    if !rest.isEmpty { result.append(StyledRun(String(rest), style: style)) }
    return result
  }
}

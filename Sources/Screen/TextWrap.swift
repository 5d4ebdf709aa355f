/// Breaks text into lines of a width, at words where it can.
package enum TextWrap {
  /// The lines of the text, none wider than `width` columns. Line feeds break; spaces at a break go; a word longer than a line is cut; wide characters (CJK)
  /// may be parted anywhere. Lines after the first of each paragraph begin with `hanging` spaces. An empty text is one empty line.
  package static func lines(of text: String, width: Int, hanging: Int = 0) -> [String] {
    let indent = max(0, min(hanging, width - 1))
    let pad = String(repeating: " ", count: indent)
    let utf8 = text.utf8
    var lines: [String] = []
    for (number, range) in ranges(of: text, width: width, hanging: indent).enumerated() {
      let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
      let end = utf8.index(start, offsetBy: range.count)
      let line = text[start..<end]
      let continues = number > 0 && range.lowerBound > 0 && utf8[utf8.index(before: start)] != 0x0A
      lines.append(continues && indent > 0 ? pad + line : String(line))
    }
    return lines
  }

  /// The same lines as ranges of UTF-8 offsets into the text, for callers that keep styles beside it. Linear in the text's length.
  package static func ranges(of text: String, width: Int, hanging: Int = 0) -> [Range<Int>] {
    var breaker = LineBreaker(width: max(1, width), hanging: max(0, min(hanging, width - 1)))
    for scalar in text.unicodeScalars { breaker.take(scalar) }
    return breaker.finish()
  }
}

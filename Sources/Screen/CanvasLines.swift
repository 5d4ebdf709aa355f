/// A canvas as lines of text with colours, for commands that print one instead of taking the screen (ECMA-48, "Select graphic rendition").
package struct CanvasLines {
  /// What there is to print.
  package var canvas: Canvas
  /// Its colours.
  package var theme: Theme
  /// How many colours there are.
  package var depth: ColorDepth
  /// Whether characters beyond ASCII are printed.
  package var showsUnicode: Bool

  /// A canvas in a theme.
  package init(_ canvas: Canvas, theme: Theme, depth: ColorDepth, showsUnicode: Bool = true) {
    self.canvas = canvas
    self.theme = theme
    self.depth = depth
    self.showsUnicode = showsUnicode
  }

  /// The rows, each of which begins and ends with plain attributes.
  package var lines: [String] { (0..<canvas.size.height).map(line) }

  private func line(_ row: Int) -> String {
    var text = ""
    var before = Look()
    for column in 0..<canvas.size.width {
      let cell = canvas[column, row]
      if cell.isContinuation { continue }
      let look = theme.look(of: cell.style, depth: depth)
      if look != before {
        text += Self.sequence(look)
        before = look
      }
      let isWide = canvas[column + 1, row].isContinuation && column + 1 < canvas.size.width
      if showsUnicode {
        text.unicodeScalars.append(Unicode.Scalar(cell.scalar) ?? " ")
        for slot in 0..<4 where cell.marks[slot] != 0 { text.unicodeScalars.append(Unicode.Scalar(cell.marks[slot]) ?? " ") }
      } else {
        text.unicodeScalars.append(Unicode.Scalar(ASCIIGlyphs.glyph(cell.scalar)) ?? "?")
        if isWide { text += " " }
      }
    }
    return before == Look() ? text : text + "\u{1B}[0m"
  }

  /// The sequence that makes a look out of any other.
  static func sequence(_ look: Look) -> String {
    var parts = ["0"]
    for (attribute, number) in [(TextAttributes.bold, 1), (.dim, 2), (.italic, 3), (.underline, 4), (.reverse, 7)]
    where look.attributes.contains(attribute) { parts.append(String(number)) }
    if let part = color(look.foreground, 30) { parts.append(part) }
    if let part = color(look.background, 40) { parts.append(part) }
    return "\u{1B}[\(parts.joined(separator: ";"))m"
  }

  private static func color(_ color: Color, _ base: Int) -> String? {
    switch color {
    case .none: nil
    case .indexed(let number) where number < 8: String(base + Int(number))
    case .indexed(let number) where number < 16: String(base + 52 + Int(number))
    case .indexed(let number): "\(base + 8);5;\(number)"
    case .rgb(let red, let green, let blue): "\(base + 8);2;\(red);\(green);\(blue)"
    }
  }
}

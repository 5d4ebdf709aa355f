import CVTerm
import Screen
import TestSupport

/// A terminal's cells as an SVG picture. The same cells give the same bytes.
struct ScreenPicture {
  let terminal: VirtualTerminal
  /// What stands for the terminal's own colours.
  let foreground: Color
  let background: Color

  private static let fonts = "ui-monospace, DejaVu Sans Mono, Menlo, Consolas, Liberation Mono, Noto Sans Mono CJK JP, monospace"
  private static let (wide, high, size, edge) = (9, 19, 15, 12)

  /// The picture.
  var svg: String {
    let (width, height) = (terminal.columns * Self.wide + 2 * Self.edge, terminal.rows * Self.high + 2 * Self.edge)
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" width=\"\(width)\" height=\"\(height)\">",
      "<rect width=\"\(width)\" height=\"\(height)\" rx=\"8\" fill=\"\(Self.hex(background))\"/>",
      "<g font-family='\(Self.fonts)' font-size=\"\(Self.size)\" fill=\"\(Self.hex(foreground))\" xml:space=\"preserve\">",
    ]
    for row in 0..<terminal.rows { lines += self.row(row) }
    return lines.joined(separator: "\n") + "\n</g>\n</svg>\n"
  }

  private struct Run {
    var column: Int
    var columns: Int
    var text: String
    var look: Look
  }

  private func row(_ row: Int) -> [String] {
    var runs: [Run] = []
    var column = 0
    while column < terminal.columns {
      let cell = terminal.cell(row: row, column: column)
      let width = max(1, Int(cell.width))
      var text = String.UnicodeScalarView()
      for scalar in [cell.scalars.0, cell.scalars.1, cell.scalars.2, cell.scalars.3] where scalar != 0 && scalar != .max {
        if let scalar = Unicode.Scalar(scalar) { text.append(scalar) }
      }
      let shown = text.isEmpty ? " " : String(text)
      let look = look(cell)
      // What is not as wide as a letter in every font stands by itself.
      let isPlain = width == 1 && shown.unicodeScalars.allSatisfy { $0.value < 0x7F }
      if isPlain, let last = runs.indices.last, runs[last].look == look, runs[last].text.utf8.allSatisfy({ $0 < 0x7F }) {
        runs[last].text += shown
        runs[last].columns += 1
      } else {
        runs.append(Run(column: column, columns: width, text: shown, look: look))
      }
      column += width
    }
    let top = Self.edge + row * Self.high
    var lines: [String] = []
    for run in runs where run.look.background != background {
      lines.append(
        "<rect x=\"\(Self.x(run.column))\" y=\"\(top)\" width=\"\(run.columns * Self.wide)\" height=\"\(Self.high)\" fill=\"\(Self.hex(run.look.background))\"/>"
      )
    }
    lines += runs.flatMap { draw($0, top: top) }
    return lines
  }

  private func draw(_ run: Run, top: Int) -> [String] {
    guard run.text.contains(where: { $0 != " " }) || run.look.attributes.contains(.underline) else { return [] }
    if run.text.unicodeScalars.count == 1, let scalar = run.text.unicodeScalars.first, (0x2500...0x257F).contains(scalar.value) {
      return [line(scalar.value, run, top: top)]
    }
    // Spaces that are not seen part the pieces: each stands in its column, whatever the font.
    let isLined = run.look.attributes.contains(.underline)
    var pieces: [(column: Int, columns: Int, text: Substring)] = []
    if run.text.utf8.allSatisfy({ $0 < 0x7F }), !isLined {
      var rest = run.text[...]
      while let start = rest.firstIndex(where: { $0 != " " }) {
        let tail = rest[start...]
        let end = tail.firstRange(of: "  ")?.lowerBound ?? tail.endIndex
        var piece = tail[..<end]
        while piece.last == " " { piece.removeLast() }
        pieces.append((run.column + run.text.distance(from: run.text.startIndex, to: start), piece.count, piece))
        rest = rest[end...]
      }
    } else {
      pieces = [(run.column, run.columns, run.text[...])]
    }
    return pieces.map { piece in
      var attributes =
        "x=\"\(Self.x(piece.column))\" y=\"\(top + 14)\" textLength=\"\(piece.columns * Self.wide)\" lengthAdjust=\"spacingAndGlyphs\""
      if run.look.foreground != foreground { attributes += " fill=\"\(Self.hex(run.look.foreground))\"" }
      if run.look.attributes.contains(.bold) { attributes += " font-weight=\"bold\"" }
      if run.look.attributes.contains(.italic) { attributes += " font-style=\"italic\"" }
      if isLined { attributes += " text-decoration=\"underline\"" }
      return "<text \(attributes)>\(Self.escaped(piece.text))</text>"
    }
  }

  /// Lines of boxes reach from edge to edge, whatever the font.
  private func line(_ scalar: UInt32, _ run: Run, top: Int) -> String {
    let (left, right) = (Self.x(run.column), Self.x(run.column) + Self.wide)
    let (middle, centre, bottom) = (top + Self.high / 2, left + Self.wide / 2, top + Self.high)
    let across = { (from: Int, to: Int) in "M\(from) \(middle)H\(to)" }
    let down = { (from: Int, to: Int) in "M\(centre) \(from)V\(to)" }
    let path: String
    switch scalar {
    case 0x2500, 0x2501: path = across(left, right)
    case 0x2502, 0x2503: path = down(top, bottom)
    case 0x250C: path = across(centre, right) + down(middle, bottom)
    case 0x2510: path = across(left, centre) + down(middle, bottom)
    case 0x2514: path = across(centre, right) + down(top, middle)
    case 0x2518: path = across(left, centre) + down(top, middle)
    case 0x251C: path = across(centre, right) + down(top, bottom)
    case 0x2524: path = across(left, centre) + down(top, bottom)
    case 0x252C: path = across(left, right) + down(middle, bottom)
    case 0x2534: path = across(left, right) + down(top, middle)
    default: path = across(left, right) + down(top, bottom)
    }
    return
      "<path d=\"\(path)\" stroke=\"\(Self.hex(run.look.foreground))\" stroke-width=\"\(run.look.attributes.contains(.bold) ? 2 : 1)\"/>"
  }

  private func look(_ cell: cv_cell) -> Look {
    var look = Look(foreground: color(cell.foreground) ?? foreground, background: color(cell.background) ?? background)
    if cell.reverse != 0 { (look.foreground, look.background) = (look.background, look.foreground) }
    if cell.bold != 0 { look.attributes.insert(.bold) }
    if cell.italic != 0 { look.attributes.insert(.italic) }
    if cell.underline != 0 { look.attributes.insert(.underline) }
    return look
  }

  private func color(_ color: cv_color) -> Color? {
    switch Int(color.kind) {
    case Int(CV_INDEXED): .indexed(color.index)
    case Int(CV_RGB): .rgb(color.red, color.green, color.blue)
    default: nil
    }
  }

  private static func x(_ column: Int) -> Int { edge + column * wide }

  private static func hex(_ color: Color) -> String {
    let (red, green, blue) = color.components
    return "#" + [red, green, blue].map { String(String($0 + 256, radix: 16).dropFirst()) }.joined()
  }

  private static func escaped(_ text: Substring) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.append(character)
      }
    }
    return result
  }
}

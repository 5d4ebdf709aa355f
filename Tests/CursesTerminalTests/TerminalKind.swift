import CVTerm
import Glibc
import Screen
import TestSupport

/// A terminal entry and what it can do, for telling what a canvas must look like on it.
struct TerminalKind: Sendable, CustomStringConvertible {
  let term: String
  let depth: ColorDepth
  var locale = "C.UTF-8"
  var hasItalic = true
  /// Whether an underline can be shown beside a colour (terminfo's `ncv` says no for the console).
  var underlinesColour = true
  var more: [String: String] = [:]

  static let all = [
    TerminalKind(term: "xterm-256color", depth: .indexed), TerminalKind(term: "xterm", depth: .eight),
    TerminalKind(term: "tmux-256color", depth: .indexed), TerminalKind(term: "screen-256color", depth: .indexed, hasItalic: false),
    TerminalKind(term: "screen", depth: .eight, hasItalic: false),
    TerminalKind(term: "linux", depth: .eight, hasItalic: false, underlinesColour: false),
    TerminalKind(term: "linux", depth: .eight, locale: "C", hasItalic: false, underlinesColour: false),
    TerminalKind(term: "vt100", depth: .mono, locale: "C", hasItalic: false),
    TerminalKind(term: "xterm-mono", depth: .mono, hasItalic: false),
    TerminalKind(term: "xterm-256color", depth: .direct, more: ["COLORTERM": "truecolor"]),
  ]

  /// Those that this machine has an entry for.
  static let known = all.filter { kind in
    ["/usr/share/terminfo", "/lib/terminfo", "/etc/terminfo"].contains { access("\($0)/\(kind.term.prefix(1))/\(kind.term)", R_OK) == 0 }
  }

  var showsUnicode: Bool { locale != "C" }
  var description: String { "\(term) \(depth)\(showsUnicode ? "" : " ASCII")" }
  var environment: [String: String] { ["TERM": term, "LANG": locale].merging(more) { $1 } }

  /// What differs between a canvas and the screen, in words; nil: nothing.
  func difference(_ canvas: Canvas, _ terminal: VirtualTerminal, theme: Theme) -> String? {
    for row in 0..<canvas.size.height {
      for column in 0..<canvas.size.width {
        let (wanted, shown) = (expected(canvas, column, row, theme: theme), found(terminal, column, row))
        if let wanted, wanted != shown { return "\(self): row \(row) column \(column) is “\(shown)”, not “\(wanted)”" }
      }
    }
    return nil
  }

  /// nil for the second half of a wide character.
  private func expected(_ canvas: Canvas, _ column: Int, _ row: Int, theme: Theme) -> String? {
    let cell = canvas[column, row]
    var scalar = cell.scalar
    if showsUnicode, cell.isContinuation { return nil }
    if !showsUnicode { scalar = ASCIIGlyphs.glyph(cell.isContinuation ? canvas[column - 1, row].scalar : scalar) }
    var marks = ""
    for slot in 0..<4 where showsUnicode && cell.marks[slot] != 0 { marks += String(cell.marks[slot], radix: 16) + " " }
    let style = cell.isContinuation ? canvas[column - 1, row].style : cell.style
    let look = theme.look(of: style, depth: depth)
    var attributes = look.attributes.subtracting(.dim)
    if !hasItalic { attributes.remove(.italic) }
    if !underlinesColour, look.foreground != .none || look.background != .none { attributes.remove(.underline) }
    let isBlank = scalar == 0x20 && marks.isEmpty
    if isBlank { attributes = attributes.intersection([.underline, .reverse]) }
    return words(
      scalar, marks, isBlank && attributes.isEmpty ? "" : Self.name(look.foreground), Self.name(look.background), attributes)
  }

  private func found(_ terminal: VirtualTerminal, _ column: Int, _ row: Int) -> String {
    let cell = terminal.cell(row: row, column: column)
    let scalar = cell.scalars.0 == 0 ? 0x20 : cell.scalars.0
    let more = [cell.scalars.1, cell.scalars.2, cell.scalars.3, cell.scalars.4].filter { $0 != 0 }
    let marks = more.map { String($0, radix: 16) + " " }.joined()
    var attributes: TextAttributes = []
    if cell.bold != 0 { attributes.insert(.bold) }
    if cell.italic != 0, hasItalic { attributes.insert(.italic) }
    if cell.underline != 0 { attributes.insert(.underline) }
    if cell.reverse != 0 { attributes.insert(.reverse) }
    if !underlinesColour, cell.foreground.kind != UInt8(CV_DEFAULT) || cell.background.kind != UInt8(CV_DEFAULT) {
      attributes.remove(.underline)
    }
    let isBlank = scalar == 0x20 && marks.isEmpty
    if isBlank { attributes = attributes.intersection([.underline, .reverse]) }
    return words(scalar, marks, isBlank && attributes.isEmpty ? "" : Self.name(cell.foreground), Self.name(cell.background), attributes)
  }

  private func words(_ scalar: UInt32, _ marks: String, _ foreground: String, _ background: String, _ attributes: TextAttributes) -> String
  {
    "\(Unicode.Scalar(scalar).map { String(Character($0)) } ?? "?")\(marks) \(foreground)/\(background) \(attributes.rawValue)"
  }

  private static func name(_ color: Color) -> String {
    switch color {
    case .none: ""
    case .indexed(let number): "\(number)"
    case .rgb(let red, let green, let blue): "\(red).\(green).\(blue)"
    }
  }

  private static func name(_ color: cv_color) -> String {
    switch Int(color.kind) {
    case Int(CV_INDEXED): "\(color.index)"
    case Int(CV_RGB): "\(color.red).\(color.green).\(color.blue)"
    default: ""
    }
  }
}

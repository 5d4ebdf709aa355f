internal import CVTerm
internal import Screen

extension Canvas {
  /// Puts a cell of the emulated terminal.
  mutating func put(cell: cv_cell, column: Int, row: Int) {
    let scalars = cell.scalars
    // The right half of a wide character whose left half was written over.
    let base = scalars.0 == .max ? 0 : scalars.0
    var look = Look(foreground: Color(cell.foreground), background: Color(cell.background))
    if cell.bold != 0 { look.attributes.insert(.bold) }
    if cell.italic != 0 { look.attributes.insert(.italic) }
    if cell.underline != 0 { look.attributes.insert(.underline) }
    if cell.reverse != 0 { look.attributes.insert(.reverse) }
    let style = Style(ink: look)
    if base == 0x20 || base == 0, style.ink == nil { return }
    let marks = scalars.1 == 0 ? [] : [scalars.1, scalars.2, scalars.3, scalars.4, scalars.5].filter { $0 != 0 }
    putForeign(base, marks: marks, width: Int(cell.width), column: column, row: row, style: style)
  }

  /// Puts a kept line, cut to the width.
  mutating func put(line: [Cell], row: Int) {
    for (column, cell) in line.prefix(size.width).enumerated() {
      // A wide character that no longer fits.
      let isCut = column == size.width - 1 && line.count > column + 1 && line[column + 1].isContinuation
      self[column, row] = isCut ? Cell(style: cell.style) : cell
    }
  }

  /// The cells of a row.
  func row(_ row: Int) -> [Cell] { (0..<size.width).map { self[$0, row] } }
}

extension Color {
  /// A colour of the emulated terminal. True colours are kept to five bits each, so that a hostile program cannot use up the outer terminal's table of colours with
  /// differences that nobody sees.
  init(_ color: cv_color) {
    switch Int(color.kind) {
    case CV_INDEXED: self = .indexed(color.index)
    case CV_RGB: self = .rgb(color.red & 0xF8 | color.red >> 5, color.green & 0xF8 | color.green >> 5, color.blue & 0xF8 | color.blue >> 5)
    default: self = .none
    }
  }
}

extension Canvas {
  /// Fills a rectangle with one scalar (one column wide) in one style.
  package mutating func fill(_ rect: Rect, style: Style, scalar: UInt32 = 0x20) {
    let area = rect.intersection(bounds)
    guard area.width > 0, area.height > 0 else { return }
    let columns = size.width
    cells.withUnsafeMutableBufferPointer { cells in
      for row in area.row..<(area.row + area.height) {
        let line = UnsafeMutableBufferPointer(rebasing: cells[(row * columns)..<((row + 1) * columns)])
        // The ends may cut wide characters in two; between them every cell is replaced.
        let pen = CanvasPen(line, style: style)
        pen.place(scalar, at: area.column)
        pen.place(scalar, at: area.column + area.width - 1)
        for column in area.column..<(area.column + area.width) { line[column] = Cell(scalar: scalar, style: style) }
      }
    }
  }

  /// Lays a role under the cells of a rectangle: a selected row keeps the colours of its text. nil takes it away.
  package mutating func setUnder(_ rect: Rect, role: Role?) {
    let area = rect.intersection(bounds)
    guard area.width > 0, area.height > 0 else { return }
    let columns = size.width
    cells.withUnsafeMutableBufferPointer { cells in
      for row in area.row..<(area.row + area.height) {
        for column in area.column..<(area.column + area.width) { cells[row * columns + column].style.under = role }
      }
    }
  }

  /// A horizontal line of box-drawing characters (ASCII where the terminal has nothing better).
  package mutating func horizontalLine(column: Int, row: Int, width: Int, style: Style) {
    fill(Rect(column: column, row: row, width: width, height: 1), style: style, scalar: 0x2500)
  }

  /// A vertical line.
  package mutating func verticalLine(column: Int, row: Int, height: Int, style: Style) {
    fill(Rect(column: column, row: row, width: 1, height: height), style: style, scalar: 0x2502)
  }

  /// A border along the inside edge of the rectangle, with a title at the left of its upper side and a note, such as "12 of 48", at the right. The title is
  /// cut with `…` before the note is left out.
  package mutating func box(_ rect: Rect, style: Style, title: String = "", titleStyle: Style? = nil, note: String = "") {
    guard rect.width >= 2, rect.height >= 2 else { return }
    let right = rect.column + rect.width - 1
    let bottom = rect.row + rect.height - 1
    horizontalLine(column: rect.column + 1, row: rect.row, width: rect.width - 2, style: style)
    horizontalLine(column: rect.column + 1, row: bottom, width: rect.width - 2, style: style)
    verticalLine(column: rect.column, row: rect.row + 1, height: rect.height - 2, style: style)
    verticalLine(column: right, row: rect.row + 1, height: rect.height - 2, style: style)
    put("┌", column: rect.column, row: rect.row, style: style)
    put("┐", column: right, row: rect.row, style: style)
    put("└", column: rect.column, row: bottom, style: style)
    put("┘", column: right, row: bottom, style: style)

    var room = rect.width - 2
    let noteWidth = TextWidth.width(of: note)
    if noteWidth > 0, noteWidth + (title.isEmpty ? 0 : 4) <= room {
      put(note, column: right - noteWidth, row: rect.row, style: titleStyle ?? style)
      room -= noteWidth
    }
    let shown = TextWidth.truncate(title, room - 2)
    if !shown.isEmpty { put(" \(shown) ", column: rect.column + 1, row: rect.row, style: titleStyle ?? style, width: room) }
  }

  /// The text if it fits the width (columns), else its beginning and `…`.
  package static func truncate(_ text: String, _ width: Int) -> String {
    TextWidth.truncate(text, width)
  }
}

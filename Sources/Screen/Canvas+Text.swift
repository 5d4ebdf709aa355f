extension Canvas {
  /// Puts text on one row and returns the columns used. Cut at `width` columns and at the canvas's edges; a wide character is never halved; joiners, variation
  /// selectors and control characters are dropped; at most four marks a cell; what the C library does not know is U+FFFD.
  @discardableResult
  package mutating func put(_ text: some StringProtocol, column: Int, row: Int, style: Style, width: Int = .max) -> Int {
    guard row >= 0, row < size.height, column < size.width, width > 0 else { return 0 }
    let limit = column + min(width, size.width - column)
    let start = row * size.width
    var next = column
    var base: Int?
    for scalar in text.unicodeScalars {
      let value = scalar.value
      if value >= 0x20, value < 0x7F {
        guard next < limit else { break }
        base = place(value, column: next, start: start, style: style)
        next += 1
        continue
      }
      let shape = ScalarShape(value)
      guard next + shape.columns <= limit else { break }
      switch shape {
      case .narrow: base = place(value, column: next, start: start, style: style)
      case .wide: base = placeWide(value, column: next, start: start, style: style)
      case .unknownNarrow: base = place(0xFFFD, column: next, start: start, style: style)
      case .unknownWide:
        _ = place(0xFFFD, column: next, start: start, style: style)
        base = place(0xFFFD, column: next + 1, start: start, style: style)
      case .mark: if let base { addMark(value, at: base) }
      case .nothing: break
      }
      next += shape.columns
    }
    return max(0, next - column)
  }

  /// Writes a one-column scalar; the other half of a wide character that is overwritten becomes a space. Returns the index of the cell, nil outside.
  mutating func place(_ scalar: UInt32, column: Int, start: Int, style: Style) -> Int? {
    guard column >= 0, column < size.width else { return nil }
    let index = start + column
    if cells[index].isContinuation, column > 0 { cells[index - 1] = Cell(style: cells[index - 1].style) }
    if column + 1 < size.width, cells[index + 1].isContinuation { cells[index + 1] = Cell(style: cells[index + 1].style) }
    cells[index] = Cell(scalar: scalar, style: style)
    return index
  }

  private mutating func placeWide(_ scalar: UInt32, column: Int, start: Int, style: Style) -> Int? {
    guard column >= 0, column + 1 < size.width else {
      // Half of it is outside: a space for the half that is inside.
      _ = place(0x20, column: column < 0 ? column + 1 : column, start: start, style: style)
      return nil
    }
    let index = place(scalar, column: column, start: start, style: style)
    _ = place(0x20, column: column + 1, start: start, style: style)
    cells[start + column] = Cell(scalar: scalar, style: style)
    cells[start + column + 1] = Cell(scalar: 0, style: style)
    return index
  }

  private mutating func addMark(_ mark: UInt32, at index: Int) {
    for slot in 0..<4 where cells[index].marks[slot] == 0 {
      cells[index].marks[slot] = mark
      return
    }
  }

  /// Puts a cell that another program drew on a terminal of its own: a base scalar (0: nothing) with marks, one or two columns wide as that terminal counted. What this
  /// canvas would draw in another width, controls and what is invisible become U+FFFD or go: nothing moves the cells beside it.
  package mutating func putForeign(
    _ scalar: UInt32, marks: some Sequence<UInt32>, width: Int, column: Int, row: Int, style: Style
  ) {
    guard bounds.contains(column: column, row: row) else { return }
    let start = row * size.width
    let columns = width == 2 ? 2 : 1
    if scalar == 0 || scalar == 0x20 || (scalar > 0x20 && scalar < 0x7F && columns == 1) {
      let base = place(scalar == 0 ? 0x20 : scalar, column: column, start: start, style: style)
      if columns == 2 { _ = place(0x20, column: column + 1, start: start, style: style) }
      if let base { for mark in marks { if case .mark = ScalarShape(mark) { addMark(mark, at: base) } } }
      return
    }
    var base: Int?
    switch (ScalarShape(scalar), columns) {
    case (.narrow, 1): base = place(scalar, column: column, start: start, style: style)
    case (.wide, 2) where column + 1 < size.width: base = placeWide(scalar, column: column, start: start, style: style)
    default: for next in 0..<columns { _ = place(0xFFFD, column: column + next, start: start, style: style) }
    }
    if let base { for mark in marks { if case .mark = ScalarShape(mark) { addMark(mark, at: base) } } }
  }
}

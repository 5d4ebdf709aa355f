/// Writes on one row of a canvas, in place.
struct CanvasPen {
  private let cells: UnsafeMutableBufferPointer<Cell>
  private let style: Style

  /// A pen for a row, which it must not outlive.
  init(_ cells: UnsafeMutableBufferPointer<Cell>, style: Style) {
    self.cells = cells
    self.style = style
  }

  /// Writes UTF-8 between two columns and returns the column after it; a wide character is never halved.
  func write(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to limit: Int) -> Int {
    var next = start
    var base: Int?
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte >= 0x20, byte < 0x7F {
        guard next < limit else { break }
        base = place(UInt32(byte), at: next)
        next += 1
        index += 1
        continue
      }
      let (scalar, length) = Self.scalar(bytes, at: index)
      let shape = ScalarShape(scalar)
      guard next + shape.columns <= limit else { break }
      switch shape {
      case .narrow: base = place(scalar, at: next)
      case .wide: base = placeWide(scalar, at: next)
      case .unknownNarrow: base = place(0xFFFD, at: next)
      case .unknownWide:
        _ = place(0xFFFD, at: next)
        base = place(0xFFFD, at: next + 1)
      case .mark: if let base { addMark(scalar, at: base) }
      case .nothing: break
      }
      next += shape.columns
      index += length
    }
    return next
  }

  /// Writes a one-column scalar; the other half of a wide character that is overwritten becomes a space. Returns the column, nil outside.
  @discardableResult
  func place(_ scalar: UInt32, at column: Int) -> Int? {
    guard column >= 0, column < cells.count else { return nil }
    if cells[column].isContinuation, column > 0 { cells[column - 1] = Cell(style: cells[column - 1].style) }
    if column + 1 < cells.count, cells[column + 1].isContinuation { cells[column + 1] = Cell(style: cells[column + 1].style) }
    cells[column] = Cell(scalar: scalar, style: style)
    return column
  }

  func placeWide(_ scalar: UInt32, at column: Int) -> Int? {
    guard column >= 0, column + 1 < cells.count else {
      // Half of it is outside: a space for the half that is inside.
      place(0x20, at: column < 0 ? column + 1 : column)
      return nil
    }
    place(scalar, at: column)
    place(0x20, at: column + 1)
    cells[column] = Cell(scalar: scalar, style: style)
    cells[column + 1] = Cell(scalar: 0, style: style)
    return column
  }

  /// Puts what another program's terminal has in a cell; the column of what can have marks, if something can.
  func putForeign(_ scalar: UInt32, columns: Int, at column: Int) -> Int? {
    if scalar == 0 || scalar == 0x20 || (scalar > 0x20 && scalar < 0x7F && columns == 1) {
      let base = place(scalar == 0 ? 0x20 : scalar, at: column)
      if columns == 2 { place(0x20, at: column + 1) }
      return base
    }
    switch (ScalarShape(scalar), columns) {
    case (.narrow, 1): return place(scalar, at: column)
    case (.wide, 2) where column + 1 < cells.count: return placeWide(scalar, at: column)
    default:
      for next in 0..<columns { place(0xFFFD, at: column + next) }
      return nil
    }
  }

  func addMark(_ mark: UInt32, at column: Int) {
    for slot in 0..<4 where cells[column].marks[slot] == 0 {
      cells[column].marks[slot] = mark
      return
    }
  }

  /// The scalar of a text's UTF-8 at a byte that begins one, and its bytes.
  private static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (UInt32, Int) {
    let first = UInt32(bytes[index])
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard length > 1, index + length <= bytes.count else { return (first < 0x80 ? first : 0xFFFD, 1) }
    var scalar = first & (0x7F >> UInt32(length))
    for place in 1..<length { scalar = scalar << 6 | UInt32(bytes[index + place] & 0x3F) }
    return (scalar, length)
  }
}

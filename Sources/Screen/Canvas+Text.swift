extension Canvas {
  /// Puts text on one row and returns the columns used. Cut at `width` columns and at the canvas's edges; a wide character is never halved; joiners, variation
  /// selectors and control characters are dropped; at most four marks a cell; what the C library does not know is U+FFFD.
  @discardableResult
  package mutating func put(_ text: String, column: Int, row: Int, style: Style, width: Int = .max) -> Int {
    var text = text
    return text.withUTF8 { put($0, column: column, row: row, style: style, width: width) }
  }

  /// The same for a part of a text.
  @discardableResult
  package mutating func put(_ text: Substring, column: Int, row: Int, style: Style, width: Int = .max) -> Int {
    var text = text
    return text.withUTF8 { put($0, column: column, row: row, style: style, width: width) }
  }

  private mutating func put(_ bytes: UnsafeBufferPointer<UInt8>, column: Int, row: Int, style: Style, width: Int) -> Int {
    guard row >= 0, row < size.height, column < size.width, width > 0 else { return 0 }
    let limit = column + min(width, size.width - column)
    let range = (row * size.width)..<((row + 1) * size.width)
    return cells.withUnsafeMutableBufferPointer { cells in
      let pen = CanvasPen(UnsafeMutableBufferPointer(rebasing: cells[range]), style: style)
      return max(0, pen.write(bytes, from: column, to: limit) - column)
    }
  }

  /// Puts a cell that another program drew on a terminal of its own: a base scalar (0: nothing) with marks, one or two columns wide as that terminal counted. What this
  /// canvas would draw in another width, controls and what is invisible become U+FFFD or go: nothing moves the cells beside it.
  package mutating func putForeign(
    _ scalar: UInt32, marks: some Sequence<UInt32>, width: Int, column: Int, row: Int, style: Style
  ) {
    guard bounds.contains(column: column, row: row) else { return }
    let range = (row * size.width)..<((row + 1) * size.width)
    cells.withUnsafeMutableBufferPointer { cells in
      let pen = CanvasPen(UnsafeMutableBufferPointer(rebasing: cells[range]), style: style)
      guard let base = pen.putForeign(scalar, columns: width == 2 ? 2 : 1, at: column) else { return }
      for mark in marks { if case .mark = ScalarShape(mark) { pen.addMark(mark, at: base) } }
    }
  }
}

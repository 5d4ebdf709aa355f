/// A screen as a value: what views draw into, what tests look at, and what a terminal presents. Drawing outside is cut off. Text that is put on it has
/// passed the sanitiser (`UntrustedText`) if it came from outside; control characters are dropped here all the same.
package struct Canvas: Hashable, Sendable {
  /// Its size.
  package let size: Size
  /// Row by row, `size.width` cells each.
  package internal(set) var cells: [Cell]
  /// Where the terminal's cursor is shown; nil: hidden.
  package var cursor: (column: Int, row: Int)? {
    get { cursorCell.map { ($0 % max(1, size.width), $0 / max(1, size.width)) } }
    set { cursorCell = newValue.map { $0.row * size.width + $0.column } }
  }
  private var cursorCell: Int?
  /// Parts of the screen that show a longer text, for terminals that can scroll them: presenting compares `top` with the last canvas's.
  package var scrollRegions: [ScrollRegion] = []

  /// An empty canvas.
  package init(size: Size) {
    self.size = Size(width: max(0, size.width), height: max(0, size.height))
    cells = [Cell](repeating: Cell(), count: self.size.width * self.size.height)
  }

  /// The whole of it.
  package var bounds: Rect { Rect(column: 0, row: 0, width: size.width, height: size.height) }

  /// The cell there; a blank one outside. Setting outside does nothing.
  package subscript(column: Int, row: Int) -> Cell {
    get {
      guard bounds.contains(column: column, row: row) else { return Cell() }
      return cells[row * size.width + column]
    }
    set {
      guard bounds.contains(column: column, row: row) else { return }
      cells[row * size.width + column] = newValue
    }
  }

  /// Whether a row is the same, cell for cell, on another canvas of this width.
  package func hasSameRow(_ row: Int, as other: Canvas) -> Bool {
    guard row >= 0, row < size.height, row < other.size.height, size.width == other.size.width else { return false }
    let start = row * size.width
    let width = size.width
    return cells.withUnsafeBufferPointer { own in
      other.cells.withUnsafeBufferPointer { theirs in
        for index in start..<(start + width) where own[index] != theirs[index] { return false }
        return true
      }
    }
  }
}

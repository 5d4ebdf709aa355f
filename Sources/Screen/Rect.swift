/// A rectangle of cells; column and row count from the top left corner of the screen, from 0.
package struct Rect: Hashable, Sendable {
  /// The leftmost column.
  package var column: Int
  /// The topmost row.
  package var row: Int
  /// Columns.
  package var width: Int
  /// Rows.
  package var height: Int

  /// A rectangle.
  package init(column: Int, row: Int, width: Int, height: Int) {
    self.column = column
    self.row = row
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// Smaller by so many cells on each side.
  package func inset(by cells: Int) -> Rect {
    Rect(column: column + cells, row: row + cells, width: width - 2 * cells, height: height - 2 * cells)
  }

  /// Whether the cell lies in it.
  package func contains(column: Int, row: Int) -> Bool {
    column >= self.column && column < self.column + width && row >= self.row && row < self.row + height
  }
}

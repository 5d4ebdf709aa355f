/// A cell, or a column of several rows, being edited.
package struct CellEdit: Hashable, Sendable {
  /// The column.
  package var column: SheetColumn
  /// The indices of the rows that get the text.
  package var rows: [Int]
  /// The text.
  package var buffer: TextBuffer

  /// An edit.
  package init(column: SheetColumn, rows: [Int], text: String) {
    self.column = column
    self.rows = rows
    buffer = TextBuffer(text)
  }
}

/// A size in terminal cells.
package struct Size: Hashable, Sendable {
  /// Columns.
  package var width: Int
  /// Rows.
  package var height: Int

  /// A size.
  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}

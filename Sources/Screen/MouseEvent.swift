/// A mouse event in SGR terms.
package struct MouseEvent: Hashable, Sendable {
  /// What happened.
  package enum Kind: Hashable, Sendable {
    case press, release, drag, wheelUp, wheelDown
  }

  /// What happened.
  package var kind: Kind
  /// 0 left, 1 middle, 2 right.
  package var button: Int
  /// The cell's column, from 0.
  package var column: Int
  /// The cell's row, from 0.
  package var row: Int

  /// An event.
  package init(kind: Kind, button: Int = 0, column: Int, row: Int) {
    self.kind = kind
    self.button = button
    self.column = column
    self.row = row
  }
}

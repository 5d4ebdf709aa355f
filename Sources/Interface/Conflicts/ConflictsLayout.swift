internal import Model
internal import Screen

/// Where the table's cells are: the same for drawing and for the mouse. Pure.
struct ConflictsLayout {
  /// Inside of the box.
  let inner: Rect
  /// Columns of a row's head: the task's number, then its title as far as there is room.
  let head: Int
  /// Columns of a cell, with the space before it.
  let cell: Int
  /// The first row and the first column shown.
  let top: Int
  let left: Int
  /// How many are shown.
  let rows: Int
  let columns: Int

  /// Lines above the rows: what is said of all, and the columns' heads.
  static let above = 2
  /// Lines below them: the pair under the cursor, and what the signs mean.
  static let below = 2

  init(_ page: ConflictsState, _ matrix: CollisionMatrix, rect: Rect) {
    inner = rect.inset(by: 1)
    let count = matrix.tasks.count
    let digits = matrix.tasks.map { String($0.number).utf8.count }.max() ?? 1
    cell = max(4, digits + 1)
    // How it stands to its branch is one more column.
    let wide = (count + 1) * cell
    let least = digits + 3
    let free = inner.width - wide
    // Where not all columns fit, the heads keep a part of the titles.
    head = free >= 20 ? min(36, free) : max(least, min(24, inner.width / 4))
    rows = max(0, min(count, inner.height - Self.above - Self.below))
    columns = max(1, min(count + 1, (inner.width - head) / cell))
    top = max(0, min(page.row - rows / 2, count - rows))
    left = max(0, min(page.column - columns / 2, count + 1 - columns))
  }

  /// The place of a cell's first column.
  func column(_ place: Int) -> Int { inner.column + head + (place - left) * cell }

  /// The cell at a place of the screen.
  func place(column: Int, row: Int) -> (row: Int, column: Int?)? {
    let line = row - inner.row - Self.above
    guard line >= 0, line < rows, column >= inner.column, column < inner.column + inner.width else { return nil }
    let across = column - inner.column - head
    let place = across < 0 ? nil : left + across / cell
    return (top + line, place.flatMap { $0 < left + columns ? $0 : nil })
  }
}

extension Rect {
  /// What both cover; of no width or height when they do not meet.
  package func intersection(_ other: Rect) -> Rect {
    let left = max(column, other.column)
    let top = max(row, other.row)
    return Rect(
      column: left, row: top, width: min(column + width, other.column + other.width) - left,
      height: min(row + height, other.row + other.height) - top)
  }
}

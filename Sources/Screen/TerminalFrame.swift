/// What an embedded terminal shows at one moment, as a value: cells that have passed the width rules, never bytes of the program inside.
package struct TerminalFrame: Hashable, Sendable {
  /// Its cells and cursor.
  package var canvas: Canvas
  /// The window's title, on one line, sanitised and short.
  package var title: String
  /// The number of the first row shown, counted from the first line that the terminal ever had.
  package var top: Int
  /// The number of the oldest row that is still kept.
  package var oldest: Int
  /// The number of the first row of the live screen; `top` is less while it is scrolled back.
  package var live: Int
  /// Whether the program inside wants to hear of the mouse.
  package var takesMouse: Bool
  /// Whether the program inside has the alternate screen, which has no lines above it.
  package var isAlternate: Bool

  /// A frame.
  package init(
    canvas: Canvas, title: String = "", top: Int = 0, oldest: Int = 0, live: Int = 0, takesMouse: Bool = false, isAlternate: Bool = false
  ) {
    self.canvas = canvas
    self.title = title
    self.top = top
    self.oldest = oldest
    self.live = live
    self.takesMouse = takesMouse
    self.isAlternate = isAlternate
  }

  /// Puts the frame's cells onto a canvas, cut to a rectangle; what the rectangle has beyond it is blank. Shows the cursor there when it is wanted and visible.
  package func draw(into target: inout Canvas, rect: Rect, cursor: Bool) {
    target.fill(rect, style: Style(.text))
    let width = min(rect.width, canvas.size.width)
    for row in 0..<max(0, min(rect.height, canvas.size.height)) {
      for column in 0..<max(0, width) {
        var cell = canvas[column, row]
        // A wide character that the edge cuts in two.
        if column == width - 1, canvas[column + 1, row].isContinuation { cell = Cell(style: cell.style) }
        target[rect.column + column, rect.row + row] = cell
      }
    }
    guard cursor, let place = canvas.cursor, place.column < rect.width, place.row < rect.height else { return }
    target.cursor = (rect.column + place.column, rect.row + place.row)
  }
}

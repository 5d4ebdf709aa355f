package import Screen

/// Draws the composer over the foot of the screen.
package enum ComposerView {
  /// Draws it above the bottom line, as high as its text needs, at most half of the rectangle.
  package static func draw(_ composer: ComposerState, state: InterfaceState, into canvas: inout Canvas, rect: Rect, focused: Bool) {
    guard rect.width >= 4, rect.height >= 3 else {
      TextField.drawLines(composer.buffer, into: &canvas, rect: rect, focused: focused)
      return
    }
    let rows = TextField.rows(of: composer.buffer, width: rect.width - 2, most: max(1, rect.height / 2 - 2))
    let height = max(3, min(rect.height, max(rows, 3) + 2))
    let box = Rect(column: rect.column, row: rect.row + rect.height - height, width: rect.width, height: height)
    canvas.box(
      box, style: Style(.borderFocused), title: UntrustedText.cleanLine(composer.title(state.tasks)), titleStyle: Style(.titleFocused),
      note: composer.historyPlace > 0 ? "history \(composer.historyPlace)" : "")
    TextField.drawLines(composer.buffer, into: &canvas, rect: box.inset(by: 1), focused: focused)
  }
}

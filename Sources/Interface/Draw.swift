package import Screen

/// Draws the whole state: a canvas of its size.
package enum Draw {
  /// The screen. Pure: the same state gives the same canvas.
  package static func canvas(_ state: InterfaceState) -> Canvas {
    var canvas = Canvas(size: state.size)
    let layout = state.layout
    if layout.mode == .tooSmall {
      let needed = state.attentionCount
      let words = needed > 0 ? "\(needed) need you; carrel wants 40x8" : "carrel wants 40x8"
      canvas.put(words, column: 0, row: 0, style: Style(.text))
      return canvas
    }
    StatusLineView.drawTop(state, into: &canvas, rect: layout.top)
    WorkspaceView.draw(state, layout: layout, into: &canvas)
    for (place, modal) in state.modals.enumerated() {
      let focused = place == state.modals.count - 1
      if focused { canvas.cursor = nil }
      switch modal {
      case .composer(let composer): ComposerView.draw(composer, state: state, into: &canvas, rect: layout.middle, focused: focused)
      case .dialog(let dialog): DialogView.draw(dialog, into: &canvas, rect: layout.middle, focused: focused)
      case .menu(let menu): MenuView.draw(menu, into: &canvas, rect: layout.middle, focused: focused)
      case .intake(let intake): IntakeView.draw(intake, state: state, into: &canvas, rect: layout.middle, focused: focused)
      case .page(let page): PageView.draw(page, state: state, into: &canvas, rect: layout.middle)
      case .terminal(let id): AttachView.draw(id, state: state, into: &canvas, rect: layout.middle, focused: focused)
      }
    }
    StatusLineView.drawBottom(state, into: &canvas, rect: layout.bottom)
    return canvas
  }
}

internal import Model
internal import Screen

/// Draws the transcript and the diff of the task under the cursor, with their borders.
enum PaneView {
  static func drawTranscript(_ state: InterfaceState, into canvas: inout Canvas, rect: Rect, focused: Bool, title: String) {
    guard let id = state.list.cursor, let panes = state.panes[id] else {
      canvas.box(rect, style: Style(focused ? .borderFocused : .border), title: title, titleStyle: Style(focused ? .titleFocused : .title))
      return
    }
    panes.transcript.draw(into: &canvas, rect: rect, focused: focused, title: title, now: state.now)
  }

  static func drawDiff(_ state: InterfaceState, into canvas: inout Canvas, rect: Rect, focused: Bool, title: String) {
    guard let id = state.list.cursor, let panes = state.panes[id] else {
      canvas.box(rect, style: Style(focused ? .borderFocused : .border), title: title, titleStyle: Style(focused ? .titleFocused : .title))
      return
    }
    panes.diff.draw(into: &canvas, rect: rect, focused: focused, title: title)
  }
}

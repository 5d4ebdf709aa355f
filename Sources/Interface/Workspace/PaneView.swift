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
    canvas.box(rect, style: Style(focused ? .borderFocused : .border), title: title, titleStyle: Style(focused ? .titleFocused : .title))
    let rect = rect.inset(by: 1)
    guard let id = state.list.cursor, let panes = state.panes[id], let listing = panes.diff else { return }
    for (row, file) in listing.files.dropFirst(panes.diffTop).prefix(rect.height).enumerated() {
      let text = "\(file.status.rawValue) \(UntrustedText.cleanLine(file.path))"
      let counts = "+\(file.insertions) −\(file.deletions)"
      let width = rect.width - TextWidth.width(of: counts) - 1
      canvas.put(TextWidth.truncate(text, width), column: rect.column, row: rect.row + row, style: Style(.diffFile), width: rect.width)
      canvas.put(counts, column: rect.column + max(0, width + 1), row: rect.row + row, style: Style(.textDim))
    }
  }
}

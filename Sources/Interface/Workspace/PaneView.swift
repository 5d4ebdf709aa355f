internal import Model
internal import Screen

/// Draws the transcript and the changed files of a task inside their borders.
enum PaneView {
  static func drawTranscript(_ state: InterfaceState, task: TaskRecord, into canvas: inout Canvas, rect: Rect) {}

  static func drawDiff(_ state: InterfaceState, task: TaskRecord, into canvas: inout Canvas, rect: Rect) {
    guard let listing = state.panes[task.id]?.diff else { return }
    for (row, file) in listing.files.dropFirst(state.panes[task.id]?.diffTop ?? 0).prefix(rect.height).enumerated() {
      let text = "\(file.status.rawValue) \(UntrustedText.cleanLine(file.path))"
      let counts = "+\(file.insertions) −\(file.deletions)"
      let width = rect.width - TextWidth.width(of: counts) - 1
      canvas.put(TextWidth.truncate(text, width), column: rect.column, row: rect.row + row, style: Style(.diffFile), width: rect.width)
      canvas.put(counts, column: rect.column + max(0, width + 1), row: rect.row + row, style: Style(.textDim))
    }
  }
}

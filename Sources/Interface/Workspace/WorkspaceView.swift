internal import Model
package import Screen

/// Draws the panes.
package enum WorkspaceView {
  /// Draws each pane that the layout shows.
  package static func draw(_ state: InterfaceState, layout: WorkspaceLayout, into canvas: inout Canvas) {
    let plain = layout.mode == .plain
    for (pane, rect) in layout.panes {
      if pane == .list {
        TaskListView.draw(state, into: &canvas, rect: rect, plain: plain)
        continue
      }
      let focused = state.focus == pane && state.modals.isEmpty
      let task = state.selected
      var inner = rect
      if !plain {
        canvas.box(
          rect, style: Style(focused && state.requests.focused == nil ? .borderFocused : .border), title: title(pane, task, state),
          titleStyle: Style(focused ? .titleFocused : .title), note: "")
        inner = rect.inset(by: 1)
      }
      guard let task, inner.width > 0, inner.height > 0 else { continue }
      if pane == .transcript {
        let asked = RequestsView.height(state, task: task, width: inner.width, most: max(inner.height * 2 / 3, min(inner.height, 5)))
        let upper = Rect(column: inner.column, row: inner.row, width: inner.width, height: inner.height - asked)
        PaneView.drawTranscript(state, task: task, into: &canvas, rect: upper)
        RequestsView.draw(
          state, task: task, into: &canvas,
          rect: Rect(column: inner.column, row: inner.row + upper.height, width: inner.width, height: asked))
      } else {
        PaneView.drawDiff(state, task: task, into: &canvas, rect: inner)
      }
    }
  }

  private static func title(_ pane: Pane, _ task: TaskRecord?, _ state: InterfaceState) -> String {
    guard let task else { return pane == .diff ? "Diff" : "Transcript" }
    if pane == .diff {
      guard let diff = task.diff, !diff.isEmpty else { return "Diff · no change" }
      return "Diff · \(diff.files) files +\(diff.insertions) −\(diff.deletions)"
    }
    var parts = ["\(task.id) \(task.ticket.title)", task.model.map { "\(task.engine) \($0)" } ?? task.engine, TaskSign(task).word]
    if task.costUSD > 0 { parts.append(FigureText.money(task.costUSD)) }
    return UntrustedText.cleanLine(parts.joined(separator: " · "))
  }
}

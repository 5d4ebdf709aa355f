internal import Model
package import Screen

/// Draws the panes.
package enum WorkspaceView {
  /// Draws each pane that the layout shows.
  package static func draw(_ state: InterfaceState, layout: WorkspaceLayout, into canvas: inout Canvas) {
    let plain = layout.mode == .plain
    for pane in Pane.allCases {
      guard let rect = layout.panes[pane] else { continue }
      if pane == .list {
        TaskListView.draw(state, into: &canvas, rect: rect, plain: plain)
        continue
      }
      let focused = state.focus == pane && state.modals.isEmpty
      if pane == .diff {
        PaneView.drawDiff(state, into: &canvas, rect: rect, focused: focused, title: title(pane, state.selected, state))
        continue
      }
      let (upper, asked) = PaneGeometry.split(state, rect: rect)
      PaneView.drawTranscript(
        state, into: &canvas, rect: upper, focused: focused && asked.height == 0, title: title(pane, state.selected, state))
      if asked.height > 0, let task = state.selected {
        canvas.box(asked, style: Style(.borderFocused), title: "asks", titleStyle: Style(.titleFocused))
        RequestsView.draw(state, task: task, into: &canvas, rect: asked.inset(by: 1))
      }
    }
    drawSearch(state, layout: layout, into: &canvas)
  }

  /// The line in which a text to seek is typed, over the left of the lower border of the pane: at the right stands what was found.
  private static func drawSearch(_ state: InterfaceState, layout: WorkspaceLayout, into canvas: inout Canvas) {
    guard let search = state.paneSearch, let rect = layout.panes[state.focus], rect.width > 6, rect.height > 2 else { return }
    let row = rect.row + rect.height - 1
    canvas.put("/", column: rect.column + 1, row: row, style: Style(.prompt))
    TextField.drawLine(
      search, into: &canvas, column: rect.column + 2, row: row, width: min(rect.width - 4, max(20, rect.width / 2)),
      focused: state.modals.isEmpty)
  }

  private static func title(_ pane: Pane, _ task: TaskRecord?, _ state: InterfaceState) -> String {
    guard let task else { return pane == .diff ? "Diff" : "Transcript" }
    let people = PeopleWords.border(task.id, state).map { "\($0) · " } ?? ""
    if pane == .diff {
      guard let diff = task.diff, !diff.isEmpty else { return people + "Diff · no change" }
      let seen = task.phase == .review ? UntrustedText.cleanLine(task.evidenceWord) : ""
      return people + "Diff · \(diff.fileWords) +\(diff.insertions) −\(diff.deletions)" + (seen.isEmpty ? "" : " · \(seen)")
    }
    var parts = ["\(task.id) \(task.ticket.title)"]
    // What is done says how its pull request stands.
    let facts = task.published?.request?.facts
    if let facts { parts.append(facts) }
    parts.append(task.model.map { "\(task.engine) \($0)" } ?? task.engine)
    if facts == nil || task.phase != .done { parts.append(TaskSign(task).word) }
    if task.issueChanged, !task.phase.isCompletion { parts.append("issue changed") }
    if task.costUSD > 0 { parts.append(FigureText.money(task.costUSD)) } else if task.unmetered { parts.append("unmetered") }
    if task.phase == .review, !task.shortEvidenceWord.isEmpty { parts.append(task.shortEvidenceWord) }
    return people + UntrustedText.cleanLine(parts.joined(separator: " · "))
  }
}

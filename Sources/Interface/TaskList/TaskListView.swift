internal import Model
package import Screen

/// Draws the task list.
package enum TaskListView {
  /// Draws it into the rectangle, with a border unless `plain`.
  package static func draw(_ state: InterfaceState, into canvas: inout Canvas, rect: Rect, plain: Bool) {
    let focused = state.focus == .list && state.modals.isEmpty
    var inner = rect
    if !plain {
      canvas.box(
        rect, style: Style(focused ? .borderFocused : .border), title: title(state), titleStyle: Style(focused ? .titleFocused : .title),
        note: note(state))
      inner = rect.inset(by: 1)
    }
    guard inner.width > 0, inner.height > 0 else { return }
    if state.list.isFiltering || !state.list.filter.isEmpty {
      canvas.put("/", column: inner.column, row: inner.row, style: Style(.prompt))
      TextField.drawLine(
        state.list.filter, into: &canvas, column: inner.column + 1, row: inner.row, width: inner.width - 1,
        focused: state.list.isFiltering && focused)
      inner = Rect(column: inner.column, row: inner.row + 1, width: inner.width, height: inner.height - 1)
    }
    guard !state.list.rows.isEmpty else { return drawEmpty(state, into: &canvas, rect: inner) }
    let rows = state.list.rows
    for line in 0..<inner.height {
      let index = state.list.top + line
      guard index < rows.count else { break }
      let row = Rect(column: inner.column, row: inner.row + line, width: inner.width, height: 1)
      switch rows[index] {
      case .section(let title, let count): drawSection(title, count: count, into: &canvas, rect: row)
      case .asking(let title, let count): drawAsking(title, count: count, into: &canvas, rect: row)
      case .folded(let id, let others):
        if let task = state.tasks[id] { TaskRowView.draw(task, asking: others, state: state, into: &canvas, rect: row) }
        if id == state.list.cursor { canvas.setUnder(row, role: focused ? .selectionFocused : .selection) }
      case .task(let id):
        if let task = state.tasks[id] { TaskRowView.draw(task, state: state, into: &canvas, rect: row) }
        if id == state.list.cursor { canvas.setUnder(row, role: focused ? .selectionFocused : .selection) }
      }
    }
  }

  /// The row of the list at a place of the screen, for the mouse.
  package static func row(at line: Int, state: InterfaceState, rect: Rect, plain: Bool) -> Int {
    let filter = state.list.isFiltering || !state.list.filter.isEmpty ? 1 : 0
    return line - rect.row - (plain ? 0 : 1) - filter + state.list.top
  }

  private static func title(_ state: InterfaceState) -> String {
    let marked = state.list.marked.count
    return marked == 0 ? "Tasks" : "Tasks · \(marked) marked"
  }

  private static func note(_ state: InterfaceState) -> String {
    let rows = state.list.rows
    guard rows.taskCount > 0 else { return "" }
    let place = state.list.cursor.flatMap { rows.number(of: $0) }.map { $0 + 1 } ?? 0
    let all = rows.taskCount == state.tasks.count ? "" : " (\(state.tasks.count))"
    return "\(place) of \(rows.taskCount)\(all)"
  }

  private static func drawSection(_ title: String, count: Int, into canvas: inout Canvas, rect: Rect) {
    let clean = UntrustedText.cleanLine(title)
    let used = canvas.put(clean, column: rect.column + 1, row: rect.row, style: Style(.section), width: rect.width - 1)
    canvas.put(" \(count)", column: rect.column + 1 + used, row: rect.row, style: Style(.textDim), width: rect.width - 1 - used)
  }

  private static func drawAsking(_ title: String, count: Int, into canvas: inout Canvas, rect: Rect) {
    let text = "▾ \(count) tasks ask: \(UntrustedText.cleanLine(title))"
    canvas.put(
      TextWidth.truncate(text, rect.width - 2), column: rect.column + 1, row: rect.row, style: Style(.request), width: rect.width - 1)
  }

  private static func drawEmpty(_ state: InterfaceState, into canvas: inout Canvas, rect: Rect) {
    let lines: [String]
    if case .attached = state.connection {
      if state.tasks.isEmpty {
        lines = [
          "No tasks yet.", "", "Paste a ticket list here: lines,", "Markdown, CSV, JSON or issue URLs.", "", "i            write one",
          "carrel add   from the command line", "carrel demo  look around first", "", "Nothing starts before you say so.",
        ]
      } else {
        lines = ["No task matches the filter.", "", "Esc takes it away.", "Ctrl-F looks in all tasks ever."]
      }
    } else {
      lines = [StatusLineView.connectionText(state)]
    }
    var row = 0
    for line in lines {
      for part in TextWrap.lines(of: line, width: max(1, rect.width - 2)) where row < rect.height {
        canvas.put(part, column: rect.column + 1, row: rect.row + row, style: Style(row == 0 ? .textStrong : .text), width: rect.width - 1)
        row += 1
      }
    }
  }
}

internal import Model
internal import Screen

/// Draws the page of tasks that are in each other's way.
enum ConflictsView {
  /// Lines above the steps of the train.
  static let aboveSteps = 2

  static func draw(_ page: ConflictsState, state: InterfaceState, into canvas: inout Canvas, rect: Rect) {
    canvas.fill(rect, style: Style(.text))
    let inner = rect.inset(by: 1)
    let report = page.report(state.conflicts)
    canvas.box(
      rect, style: Style(.borderFocused), title: title(page, report), titleStyle: Style(.titleFocused), note: note(page, report, state))
    guard inner.width > 10, inner.height > 4 else { return }
    guard let report, !report.matrix.tasks.isEmpty else {
      let words =
        state.conflicts == nil
        ? (state.connection == .attached ? "Asking…" : StatusLineView.connectionText(state))
        : "No task has a change that could be in the way of another."
      canvas.put(words, column: inner.column, row: inner.row, style: Style(.textDim), width: inner.width)
      return
    }
    switch page.part {
    case .matrix: drawMatrix(page, report.matrix, state, into: &canvas, rect)
    case .pair:
      let lines = ConflictsLines.pair(page, report, state, width: inner.width)
      for (row, line) in lines.dropFirst(page.line).prefix(inner.height).enumerated() {
        line.draw(into: &canvas, column: inner.column, row: inner.row + row, width: inner.width)
      }
    case .train: drawTrain(page, report, state, into: &canvas, rect)
    }
  }

  private static func title(_ page: ConflictsState, _ report: CollisionReport?) -> String {
    let name = report.map { ": " + UntrustedText.cleanLine($0.name) } ?? ""
    return page.part == .train ? "Order to publish\(name)" : "Conflicts\(name)"
  }

  private static func note(_ page: ConflictsState, _ report: CollisionReport?, _ state: InterfaceState) -> String {
    guard let report else { return "" }
    switch page.part {
    case .matrix: return "\(min(page.row + 1, report.matrix.tasks.count)) of \(report.matrix.tasks.count)"
    case .train: return "\(page.line + 1) of \(report.rehearsal?.steps.count ?? report.matrix.order.count)"
    case .pair: return ""
    }
  }

  // MARK: The table

  private static func drawMatrix(
    _ page: ConflictsState, _ matrix: CollisionMatrix, _ state: InterfaceState, into canvas: inout Canvas, _ rect: Rect
  ) {
    let layout = ConflictsLayout(page, matrix, rect: rect)
    let inner = layout.inner
    func line(_ text: String, _ row: Int, _ role: Role) {
      canvas.put(TextWidth.truncate(text, inner.width), column: inner.column, row: row, style: Style(role), width: inner.width)
    }
    line(matrix.summary, inner.row, matrix.hasConflicts ? .noticeError : .textDim)
    for place in layout.left..<(layout.left + layout.columns) {
      let head = place < matrix.tasks.count ? String(matrix.tasks[place].number) : "tip"
      right(head, place, inner.row + 1, place == page.column ? .textStrong : .textDim, layout, into: &canvas)
    }
    for place in layout.top..<(layout.top + layout.rows) {
      let task = matrix.tasks[place]
      let row = inner.row + ConflictsLayout.above + place - layout.top
      drawHead(task, isUnder: place == page.row, state, layout, row, into: &canvas)
      for column in layout.left..<(layout.left + layout.columns) {
        let cell = column < matrix.tasks.count ? matrix.cell(task, matrix.tasks[column]) : matrix.cell(of: task)
        right(cell, column, row, role(cell), layout, into: &canvas)
        if place == page.row, column == page.column {
          let start = layout.column(column)
          canvas.setUnder(
            Rect(column: start, row: row, width: min(layout.cell, inner.column + inner.width - start), height: 1), role: .selectionFocused)
        }
      }
    }
    let last = inner.row + inner.height
    let cell = ConflictsLines.cell(page, matrix)
    line(UntrustedText.cleanLine(cell.text), last - 2, cell.role)
    line(CollisionMatrix.legend, last - 1, .textDim)
  }

  private static func drawHead(
    _ task: TaskID, isUnder: Bool, _ state: InterfaceState, _ layout: ConflictsLayout, _ row: Int, into canvas: inout Canvas
  ) {
    let sign = state.tasks[task].map { TaskSign($0) }
    var line = StyledLine([StyledRun((sign?.sign ?? " ") + " ", sign?.role ?? .textDim)])
    line.runs.append(StyledRun(task.description, isUnder ? .textStrong : .text))
    let used = line.width
    let title = ConflictsLines.title(task, state)
    if layout.head - used > 5, !title.isEmpty {
      let room = layout.head - used - 2
      line.runs.append(StyledRun("  " + TextWidth.truncate(UntrustedText.cleanLine(title), room), isUnder ? .textStrong : .textDim))
    }
    line.draw(into: &canvas, column: layout.inner.column, row: row, width: layout.head)
  }

  /// Puts a text at the right end of a cell.
  private static func right(
    _ text: String, _ place: Int, _ row: Int, _ role: Role, _ layout: ConflictsLayout, into canvas: inout Canvas
  ) {
    let start = layout.column(place) + max(0, layout.cell - text.utf8.count)
    canvas.put(text, column: start, row: row, style: Style(role), width: max(0, layout.inner.column + layout.inner.width - start))
  }

  private static func role(_ cell: String) -> Role {
    switch cell.first {
    case "!": .noticeError
    case "~": .noticeWarning
    case "o": .stateDone
    default: .textDim
    }
  }

  // MARK: The train

  /// The first step that is shown.
  static func firstStep(_ page: ConflictsState, _ report: CollisionReport, rect: Rect) -> Int {
    let count = report.rehearsal?.steps.count ?? report.matrix.order.count
    let height = max(1, rect.height - 2 - aboveSteps)
    return max(0, min(page.line - height / 2, count - height))
  }

  private static func drawTrain(
    _ page: ConflictsState, _ report: CollisionReport, _ state: InterfaceState, into canvas: inout Canvas, _ rect: Rect
  ) {
    let inner = rect.inset(by: 1)
    let said: DialogLine
    if let rehearsal = report.rehearsal {
      let stuck = rehearsal.conflicts.count
      let place = Set(rehearsal.steps.map { "\($0.standing.branch ?? "a commit")@\($0.standing.commit.prefix(10))" }).sorted()
      let words = stuck == 0 ? "All \(rehearsal.steps.count) merge" : "\(rehearsal.steps.count - stuck) of \(rehearsal.steps.count) merge"
      said = DialogLine(
        "\(words) in this order onto \(UntrustedText.cleanLine(place.prefix(2).joined(separator: ", "))). Nothing was pushed.",
        stuck == 0 ? .text : .noticeError)
    } else {
      said = DialogLine("Rehearsing this order…", .textDim)
    }
    canvas.put(
      TextWidth.truncate(said.text, inner.width), column: inner.column, row: inner.row, style: Style(said.role), width: inner.width)
    let first = firstStep(page, report, rect: rect)
    for (row, line) in ConflictsLines.steps(report, state).dropFirst(first).prefix(max(0, inner.height - aboveSteps)).enumerated() {
      let at = inner.row + aboveSteps + row
      line.draw(into: &canvas, column: inner.column, row: at, width: inner.width)
      if first + row == page.line {
        canvas.setUnder(Rect(column: inner.column, row: at, width: inner.width, height: 1), role: .selectionFocused)
      }
    }
  }
}

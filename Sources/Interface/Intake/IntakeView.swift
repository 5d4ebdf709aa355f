internal import Model
package import Screen

/// Draws the intake as a full page.
package enum IntakeView {
  /// Rows of the sheet that fit the screen.
  package static func rowsShown(_ state: InterfaceState, _ intake: IntakeState) -> Int {
    let layout = WorkspaceLayout(size: state.size, focus: .list, beside: .transcript, isZoomed: true)
    return max(0, layout.middle.height - 2 - head(intake).count - 1 - foot(intake, state).count)
  }

  /// Draws it.
  package static func draw(_ intake: IntakeState, state: InterfaceState, into canvas: inout Canvas, rect: Rect, focused: Bool) {
    canvas.fill(rect, style: Style(.text))
    let used = intake.used.count
    let title = "Intake" + (intake.rows.isEmpty ? "" : " · \(used) of \(intake.rows.count) will be queued")
    canvas.box(
      rect, style: Style(.borderFocused), title: title, titleStyle: Style(.titleFocused),
      note: intake.rows.isEmpty ? "" : "\(intake.row + 1) of \(intake.rows.count)")
    let inner = rect.inset(by: 1)
    guard inner.width > 0, inner.height > 0 else { return }
    switch intake.stage {
    case .writing(let buffer):
      canvas.put(
        "One ticket a line, or any list: Markdown, CSV, JSON, issue URLs. Indented lines belong to the ticket above.", column: inner.column,
        row: inner.row, style: Style(.textDim), width: inner.width)
      if let problem = intake.problem {
        canvas.put(
          UntrustedText.cleanLine(problem), column: inner.column, row: inner.row + 1, style: Style(.noticeError), width: inner.width)
      }
      TextField.drawLines(
        buffer, into: &canvas, rect: Rect(column: inner.column, row: inner.row + 2, width: inner.width, height: inner.height - 2),
        focused: focused)
    case .reading(let text):
      let words =
        state.connection == .attached
        ? "Reading \(FigureText.bytes(Int64(text.utf8.count)))…" : "The list is kept; it is read when the service is back."
      canvas.put(words, column: inner.column + 1, row: inner.row, style: Style(.text), width: inner.width - 1)
    case .sheet, .queueing: drawSheet(intake, state, into: &canvas, rect: inner, focused: focused)
    }
  }

  private static func head(_ intake: IntakeState) -> [DialogLine] {
    var lines = intake.remarks.prefix(3).map { DialogLine($0, .textDim) }
    if intake.remarks.count > 3 { lines.append(DialogLine("… and \(intake.remarks.count - 3) more remarks", .textDim)) }
    return lines
  }

  private static func foot(_ intake: IntakeState, _ state: InterfaceState) -> [DialogLine] {
    var lines: [DialogLine] = []
    if intake.stage == .queueing { lines.append(DialogLine("Queueing…", .textStrong)) }
    if let problem = intake.problem { lines.append(DialogLine(problem, .noticeError)) }
    if intake.rows.indices.contains(intake.row) {
      let draft = intake.rows[intake.row]
      if draft.fetch != nil {
        lines.append(DialogLine("line \(draft.line): \(problemWords(draft))", .textDim))
      } else if let problem = draft.problem {
        lines.append(DialogLine("line \(draft.line): \(problem)", .noticeWarning))
      }
      if let other = draft.duplicateOf {
        lines.append(DialogLine("line \(draft.line): the same ticket as \(other)\(intake.again ? ", queued again" : "")", .noticeWarning))
      }
      let body = draft.ticket.body.split(separator: "\n").first.map(String.init) ?? ""
      let outside = draft.ticket.origin.map { "text from outside, \($0.name): " } ?? ""
      if !body.isEmpty || !outside.isEmpty { lines.append(DialogLine("  " + outside + body, .textDim)) }
    }
    let used = intake.used
    let repositories = Set(used.map { $0.repository ?? state.directory }).count
    var forecast =
      "\(used.count) tasks, \(repositories) \(repositories == 1 ? "repository" : "repositories"), each task in a clone of its own"
    if let queue = state.queue { forecast += "; \(queue.maxRunning) at a time" + (queue.paused ? "; the queue is paused" : "") }
    lines.append(DialogLine(forecast, .textDim))
    let held = intake.heldBack.count
    if held > 0 {
      let rest = intake.goesOn ? "go by themselves when those are done (C: wait)" : "wait for O in the list (C: go when those are done)"
      lines.append(DialogLine("\(used.count - held) start as canaries; \(held) [~] \(rest)", .textStrong))
    }
    return lines
  }

  private static func drawSheet(_ intake: IntakeState, _ state: InterfaceState, into canvas: inout Canvas, rect: Rect, focused: Bool) {
    var row = rect.row
    for line in head(intake) where row < rect.row + rect.height {
      canvas.put(UntrustedText.cleanLine(line.text), column: rect.column + 1, row: row, style: Style(line.role), width: rect.width - 1)
      row += 1
    }
    let columns = columns(in: rect.width - 6, intake: intake)
    for (column, place, width) in columns {
      canvas.put(
        column.rawValue, column: rect.column + 6 + place, row: row, style: Style(column == intake.column ? .textStrong : .section),
        width: width)
    }
    canvas.put("use", column: rect.column + 1, row: row, style: Style(.section), width: 3)
    row += 1
    let foot = foot(intake, state)
    let room = max(0, rect.row + rect.height - row - foot.count)
    let held = intake.heldBack
    for line in 0..<room where intake.top + line < intake.rows.count {
      draw(
        intake.top + line, intake, held: held, columns: columns, state, into: &canvas,
        rect: Rect(column: rect.column, row: row + line, width: rect.width, height: 1), focused: focused)
    }
    row = rect.row + rect.height - foot.count
    for line in foot {
      if row >= rect.row {
        canvas.fill(Rect(column: rect.column, row: row, width: rect.width, height: 1), style: Style(.text))
        canvas.put(
          TextWidth.truncate(UntrustedText.cleanLine(String(line.text.prefix(2000))), rect.width - 1), column: rect.column + 1, row: row,
          style: Style(line.role), width: rect.width - 1)
      }
      row += 1
    }
  }

  /// Which columns fit, where and how wide: the title, and the others as long as the title keeps 20; the one with the cursor always.
  private static func columns(in width: Int, intake: IntakeState) -> [(SheetColumn, Int, Int)] {
    var shown: [SheetColumn] = []
    var left = width - 20
    let order = [intake.column] + SheetColumn.allCases.filter { $0 != intake.column }
    for column in order where column != .title && column.width + 1 <= left {
      shown.append(column)
      left -= column.width + 1
    }
    var place = 0
    return SheetColumn.allCases.filter { $0 == .title || shown.contains($0) }.map { column in
      let columns = column == .title ? max(1, 20 + left) : column.width
      defer { place += columns + 1 }
      return (column, place, columns)
    }
  }

  private static func draw(
    _ index: Int, _ intake: IntakeState, held: Set<Int>, columns: [(SheetColumn, Int, Int)], _ state: InterfaceState,
    into canvas: inout Canvas, rect: Rect,
    focused: Bool
  ) {
    let draft = intake.rows[index]
    let role: Role = draft.use ? (draft.problem == nil ? .text : .noticeWarning) : .textDim
    canvas.put(intake.marked.contains(index) ? "*" : " ", column: rect.column, row: rect.row, style: Style(.mark))
    let sign = !draft.use ? "[ ]" : held.contains(index) ? "[~]" : "[x]"
    canvas.put(sign, column: rect.column + 1, row: rect.row, style: Style(role), width: rect.width - 1)
    if draft.problem != nil || draft.duplicateOf != nil {
      canvas.put(
        draft.fetch != nil ? "…" : draft.problem != nil ? "!" : "=", column: rect.column + 4, row: rect.row, style: Style(.noticeWarning),
        width: rect.width - 4)
    }
    for (column, place, width) in columns {
      let cell = Rect(column: rect.column + 6 + place, row: rect.row, width: min(width, rect.width - 6 - place), height: 1)
      if let edit = intake.edit, edit.column == column, edit.rows.contains(index) {
        TextField.drawLine(
          edit.buffer, into: &canvas, column: cell.column, row: cell.row, width: cell.width, focused: focused && index == intake.row)
        continue
      }
      let held = column.text(of: draft)
      let short = column == .repository && !held.isEmpty ? RepositoryLocation(source: held, publishTo: "").name : held
      var text = UntrustedText.cleanLine(String(short.prefix(300)))
      if column == .title, draft.fetch != nil { text += "  fetching…" }
      var cellRole = role
      if text.isEmpty {
        (text, cellRole) = (standard(column, state), .textDim)
      }
      canvas.put(TextWidth.truncate(text, cell.width), column: cell.column, row: cell.row, style: Style(cellRole), width: cell.width)
      if index == intake.row { canvas.setUnder(cell, role: column == intake.column ? .selectionFocused : .selection) }
    }
  }

  private static func problemWords(_ draft: TicketDraft) -> String { draft.problem ?? "its text is being fetched" }

  /// What an empty cell stands for.
  private static func standard(_ column: SheetColumn, _ state: InterfaceState) -> String {
    switch column {
    case .repository: UntrustedText.cleanLine(RepositoryLocation(source: state.directory, publishTo: "").name)
    case .engine: UntrustedText.cleanLine(state.engines.first ?? "default")
    case .mode: "auto"
    case .priority: "0"
    default: "·"
    }
  }
}

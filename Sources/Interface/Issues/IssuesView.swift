internal import Model
internal import Screen

/// Draws the issues page: fields, a line on what was found, the issues.
enum IssuesView {
  /// Rows of issues that fit the screen.
  static func rowsShown(_ state: InterfaceState) -> Int {
    let layout = WorkspaceLayout(size: state.size, focus: .list, beside: .transcript, isZoomed: true)
    return max(1, layout.middle.height - 2 - fieldRows(layout.middle.width - 2) - 1)
  }

  static func draw(_ issues: IssuesState, state: InterfaceState, into canvas: inout Canvas, rect: Rect, focused: Bool) {
    canvas.fill(rect, style: Style(.text))
    let marked = issues.rows.count { issues.marked.contains($0.issue.url) }
    let note = issues.rows.isEmpty ? "" : "\(issues.cursor + 1) of \(issues.rows.count)\(issues.next == nil ? "" : "+")"
    canvas.box(
      rect, style: Style(.borderFocused), title: marked == 0 ? "Issues" : "Issues · \(marked) marked", titleStyle: Style(.titleFocused),
      note: note)
    let inner = rect.inset(by: 1)
    guard inner.width > 8, inner.height > 2 else { return }
    drawFields(issues, into: &canvas, inner, focused: focused)
    var row = inner.row + fieldRows(inner.width)
    let end = inner.row + inner.height
    for line in said(issues, state, width: inner.width) where row < end {
      canvas.put(line.text, column: inner.column, row: row, style: Style(line.role), width: inner.width)
      row += 1
    }
    let height = max(0, end - row)
    let top = max(0, min(issues.cursor - height / 2, issues.rows.count - height))
    for (line, index) in issues.rows.indices.dropFirst(top).prefix(height).enumerated() {
      let at = row + line
      let isMarked = issues.marked.contains(issues.rows[index].issue.url)
      Self.line(issues.rows[index], isMarked: isMarked, state, width: inner.width).draw(
        into: &canvas, column: inner.column, row: at, width: inner.width)
      if index == issues.cursor {
        canvas.setUnder(
          Rect(column: inner.column, row: at, width: inner.width, height: 1),
          role: issues.field == nil && focused ? .selectionFocused : .selection)
      }
    }
  }

  // MARK: The fields

  private static func columns(_ width: Int) -> Int { width >= 110 ? 4 : 2 }

  private static func fieldRows(_ width: Int) -> Int {
    let columns = columns(width)
    return (IssueField.allCases.count + columns - 1) / columns
  }

  private static func drawFields(_ issues: IssuesState, into canvas: inout Canvas, _ inner: Rect, focused: Bool) {
    let columns = columns(inner.width)
    let width = inner.width / columns
    let labelWidth = 10
    for (index, field) in IssueField.allCases.enumerated() {
      let column = inner.column + index % columns * width
      let row = inner.row + index / columns
      guard row < inner.row + inner.height else { return }
      let hasFocus = issues.field == field
      canvas.put(field.rawValue, column: column, row: row, style: Style(hasFocus ? .textStrong : .section), width: labelWidth)
      let buffer = issues.fields[field] ?? TextBuffer()
      let room = width - labelWidth - 2
      if buffer.isEmpty, !hasFocus {
        canvas.fill(Rect(column: column + labelWidth, row: row, width: room, height: 1), style: Style(.field))
        canvas.put(field.standard, column: column + labelWidth, row: row, style: Style(.textDim, under: .field), width: room)
      } else {
        TextField.drawLine(buffer, into: &canvas, column: column + labelWidth, row: row, width: room, focused: hasFocus && focused)
      }
    }
  }

  // MARK: What was found

  private static func said(_ issues: IssuesState, _ state: InterfaceState, width: Int) -> [DialogLine] {
    if state.connection != .attached { return [DialogLine(StatusLineView.connectionText(state), .noticeWarning)] }
    if let problem = issues.problem {
      return TextWrap.lines(of: UntrustedText.cleanLine(problem), width: width).prefix(4).map { DialogLine($0, .noticeError) }
    }
    guard issues.asked != nil else { return [DialogLine("Enter asks for the issues that the fields say.", .textDim)] }
    guard issues.isAnswered else { return [DialogLine("Asking…", .textDim)] }
    let count = issues.rows.count
    let words = count == 0 ? "no issue matches" : "\(count) \(count == 1 ? "issue" : "issues")\(issues.next == nil ? "" : " and more")"
    let known = issues.rows.count { $0.task != nil }
    let tasks = known == 0 ? "" : ", \(known) \(known == 1 ? "has" : "have") a task"
    return [DialogLine(TextWidth.truncate("\(UntrustedText.cleanLine(issues.place)): \(words)\(tasks)", width), .textDim)]
  }

  private static func line(_ row: IssueRow, isMarked: Bool, _ state: InterfaceState, width: Int) -> StyledLine {
    let issue = row.issue
    // What the task is now, where it is known better than by the answer.
    let task = row.task.flatMap { state.tasks[$0] }
    let isChanged = task.flatMap { $0.ticket.origin == nil ? nil : $0.issueChanged } ?? row.isChanged
    let name = UntrustedText.cleanLine(issue.name.isEmpty ? "#\(issue.number)" : issue.name)
    var trailing: [StyledRun] = []
    if width >= 100 {
      let people = issue.assignees.prefix(2).map { UntrustedText.cleanLine($0) }.joined(separator: ", ")
      let milestone = issue.milestone.map { UntrustedText.cleanLine($0) } ?? ""
      let words = [
        milestone, people, issue.commentCount == 0 ? "" : "\(issue.commentCount) \(issue.commentCount == 1 ? "comment" : "comments")",
      ].filter { !$0.isEmpty }
      if !words.isEmpty { trailing.append(StyledRun(words.joined(separator: " · ") + "  ", .textDim)) }
    }
    if let id = row.task {
      let word = task.map { TaskSign($0) }?.word ?? row.phase?.rawValue ?? ""
      trailing.append(StyledRun("= \(id) \(isChanged ? "changed since" : word)  ", isChanged ? .noticeWarning : .stateDone))
    }
    trailing.append(StyledRun(FigureText.age(from: issue.updated, to: state.now), .textDim))
    let before = "\(isMarked ? "*" : " ")\(issue.isOpen ? "  " : "× ")"
    let number = name + String(repeating: " ", count: max(1, 7 - TextWidth.width(of: name)))
    let room = width - TextWidth.width(of: before + number) - trailing.reduce(1) { $0 + TextWidth.width(of: $1.text) }
    let title = TextWidth.truncate(UntrustedText.cleanLine(String(issue.title.prefix(300))), max(8, room))
    var line = StyledLine([
      StyledRun(before, isMarked ? .mark : .textDim), StyledRun(number, .textDim), StyledRun(title, row.task == nil ? .text : .textDim),
    ])
    let labels = issue.labels.prefix(4).map { UntrustedText.cleanLine($0) }.joined(separator: ", ")
    let left = room - TextWidth.width(of: title) - 5
    if !labels.isEmpty, left >= 6 { line.runs.append(StyledRun("  [\(TextWidth.truncate(labels, left))]", .section)) }
    line.trailing = trailing
    return line
  }
}

package import Model
package import Screen

/// Draws one task of the list on one row; its columns drop out one by one as the row narrows: attempts, change, cost, engine, the word.
package enum TaskRowView {
  /// Draws a task and the others that ask the same as one row: how many, what, since when.
  static func draw(_ task: TaskRecord, asking others: [TaskID], state: InterfaceState, into canvas: inout Canvas, rect: Rect) {
    let sign = TaskSign(task)
    let marks = ([task.id] + others).count { state.list.marked.contains($0) }
    canvas.put(marks == 0 ? " " : "*", column: rect.column, row: rect.row, style: Style(.mark), width: rect.width)
    canvas.put(sign.sign, column: rect.column + 1, row: rect.row, style: Style(sign.role), width: rect.width - 1)
    let age = FigureText.age(from: sign.since, to: state.now)
    let word = rect.width >= 50 ? "\(sign.word) \(age)" : age
    let end = rect.width - TextWidth.width(of: word)
    let text = "▸ \(others.count + 1) tasks ask: \(UntrustedText.cleanLine(String((task.requests.first?.title ?? "").prefix(300))))"
    guard end > 8 else { return }
    canvas.put(
      TextWidth.truncate(text, end - 4), column: rect.column + 3, row: rect.row, style: Style(.textStrong), width: end - 4)
    canvas.put(word, column: rect.column + end, row: rect.row, style: Style(sign.role), width: rect.width - end)
  }

  /// Draws it.
  package static func draw(_ task: TaskRecord, state: InterfaceState, into canvas: inout Canvas, rect: Rect) {
    let sign = TaskSign(task)
    var column = rect.column
    let end = rect.column + rect.width
    canvas.put(state.list.marked.contains(task.id) ? "*" : " ", column: column, row: rect.row, style: Style(.mark), width: rect.width)
    column += 1
    canvas.put(sign.sign, column: column, row: rect.row, style: Style(sign.role), width: end - column)
    column += 2
    let id = task.id.description
    column += canvas.put(id, column: column, row: rect.row, style: Style(.textDim), width: end - column) + 1
    if id.utf8.count < 3 { column += 3 - id.utf8.count }

    let cells = self.cells(of: task, sign: sign, now: state.now, room: end - column)
    var right = end
    for cell in cells.reversed() {
      right -= cell.width
      canvas.put(cell.text, column: right + max(0, cell.width - TextWidth.width(of: cell.text)), row: rect.row, style: Style(cell.role))
      right -= 1
    }
    var title = UntrustedText.cleanLine(task.ticket.title)
    if title.isEmpty { title = "(no title)" }
    var width = (cells.isEmpty ? end : right) - column
    if let tag = PeopleWords.tag(task.id, state).map({ TextWidth.truncate($0, max(4, width / 2)) }) ?? changed(task, width / 2) {
      let start = column + width - TextWidth.width(of: tag)
      canvas.put(tag, column: start, row: rect.row, style: Style(.noticeWarning), width: width)
      width = start - 1 - column
    }
    let used = canvas.put(TextWidth.truncate(title, width), column: column, row: rect.row, style: Style(titleRole(task)), width: width)
    let plain =
      task.attention?.text ?? refused(task)
      ?? (task.detail.isEmpty && !task.phase.isEnd ? task.stepText ?? "" : task.detail)
    let detail = UntrustedText.cleanLine(
      [seen(task, room: width - used - 2), plain].filter { !$0.isEmpty }.joined(separator: " · "))
    if !detail.isEmpty, width - used > 10 {
      canvas.put(
        TextWidth.truncate(detail, width - used - 2), column: column + used + 2, row: rect.row, style: Style(.textDim),
        width: width - used - 2)
    }
  }

  private struct RowCell {
    var text: String
    var width: Int
    var role: Role
  }

  private static func cells(of task: TaskRecord, sign: TaskSign, now: Timestamp, room: Int) -> [RowCell] {
    var left = room - 14
    let age = FigureText.age(from: sign.since, to: now)
    guard left >= 4 else { return left >= -2 ? [RowCell(text: age, width: max(3, age.utf8.count), role: sign.role)] : [] }
    var cells: [RowCell] = []
    let words = "\(sign.word) \(age)"
    // In the narrowest rows the section says the word; what is not in its section's own state still says it.
    let wordWidth = left >= 24 ? 15 : words.utf8.count
    if left >= words.utf8.count {
      cells.append(RowCell(text: words, width: wordWidth, role: sign.role))
      left -= wordWidth + 1
    } else {
      cells.append(RowCell(text: age, width: 4, role: sign.role))
      left -= 5
    }
    func add(_ text: String, width: Int, role: Role, reserve: Int) {
      guard left >= width + 1 + reserve else {
        left = 0
        return
      }
      cells.insert(RowCell(text: TextWidth.truncate(text, width), width: width, role: role), at: 0)
      left -= width + 1
    }
    add(UntrustedText.cleanLine(task.engine), width: 8, role: .textDim, reserve: 4)
    add(task.costUSD > 0 ? FigureText.money(task.costUSD) : task.unmetered ? "unmet." : "", width: 7, role: .textDim, reserve: 8)
    add(change(task), width: 11, role: .textDim, reserve: 14)
    if let group = task.group { add("=" + group.place(of: task.id), width: 5, role: .textDim, reserve: 8) }
    add(task.attempt > 1 ? "×\(task.attempt)" : "", width: 3, role: .stateFailed, reserve: 18)
    return cells
  }

  private static func change(_ task: TaskRecord) -> String {
    guard let diff = task.diff, !diff.isEmpty else { return "" }
    return "+\(FigureText.count(diff.insertions)) −\(FigureText.count(diff.deletions))"
  }

  /// What its runs have come to, while somebody has to decide about it.
  private static func seen(_ task: TaskRecord, room: Int) -> String {
    guard task.phase == .review else { return "" }
    let word = task.evidenceWord
    return TextWidth.width(of: word) <= room ? word : task.shortEvidenceWord
  }

  /// The host that a task at work was refused last.
  private static func refused(_ task: TaskRecord) -> String? {
    guard !task.phase.isEnd, let last = task.blockedHosts.first else { return nil }
    return "network refused \(last.place) (H)"
  }

  /// What is said of a task whose issue is no longer as it took it.
  private static func changed(_ task: TaskRecord, _ room: Int) -> String? {
    guard task.issueChanged, !task.phase.isCompletion else { return nil }
    return room >= 13 ? "issue changed" : room >= 7 ? "changed" : "≠"
  }

  private static func titleRole(_ task: TaskRecord) -> Role {
    switch TaskSection(task) {
    case .needYou: .textStrong
    case .done: .textDim
    default: .text
    }
  }
}

internal import Model
internal import Screen

/// The page that lists what happened since the operator left; each row opens its task.
enum SincePage {
  /// A line of the page, and the row that it is, if it is one.
  struct Line {
    var text: DialogLine
    var row: Int?
  }

  /// The page's lines: what all of it comes to, then the rows under their headings.
  static func lines(_ since: SinceLeft, _ state: InterfaceState, width: Int) -> [Line] {
    func plain(_ text: String, _ role: Role) -> Line { Line(text: DialogLine(TextWidth.truncate(text, width), role), row: nil) }
    let age = FigureText.age(from: since.start, to: state.now)
    let sums = since.sums.isEmpty ? ["nothing happened"] : since.sums
    var lines = [
      plain(
        "Since \(since.start.description.dropFirst(11).prefix(5)) UTC (\(age == "now" ? "just now" : "\(age) ago")): \(sums.joined(separator: ", "))",
        .textStrong)
    ]
    var kind: SinceLeft.Kind?
    for (index, row) in since.rows.enumerated() {
      if row.kind != kind {
        kind = row.kind
        lines.append(plain("", .text))
        lines.append(plain("\(row.kind.title) \(since.count(row.kind))", .section))
      }
      lines.append(Line(text: line(row, state, width: width), row: index))
    }
    if !since.rows.isEmpty {
      lines.append(plain("", .text))
      lines.append(plain("Enter: to the task.", .textDim))
    }
    return lines
  }

  private static func line(_ row: SinceLeft.Row, _ state: InterfaceState, width: Int) -> DialogLine {
    guard let task = state.tasks[row.task] else { return DialogLine("  \(row.task) is gone", .textDim) }
    let sign = TaskSign(task)
    var right = [sign.word, FigureText.age(from: row.moment, to: state.now)]
    if let diff = task.diff, !diff.isEmpty, width >= 70 {
      right.insert("+\(FigureText.count(diff.insertions)) −\(FigureText.count(diff.deletions))", at: 0)
    }
    if let cost = row.costUSD, cost >= 0.005 { right.append(FigureText.money(cost)) }
    let tail = right.joined(separator: "  ")
    let id = task.id.description
    let head = " \(sign.sign) \(id)\(String(repeating: " ", count: max(0, 4 - id.utf8.count))) "
    let room = max(4, width - TextWidth.width(of: head) - TextWidth.width(of: tail) - 2)
    var title = UntrustedText.cleanLine(task.ticket.title)
    if title.isEmpty { title = "(no title)" }
    let detail = UntrustedText.cleanLine(String((task.attention?.text ?? task.error?.text ?? "").prefix(300)))
    if !detail.isEmpty, TextWidth.width(of: title) + 12 < room { title += "  \(detail)" }
    title = TextWidth.truncate(title, room)
    let gap = String(repeating: " ", count: max(1, room - TextWidth.width(of: title) + 1))
    return DialogLine(TextWidth.truncate(head + title + gap + tail, width), sign.role)
  }

  /// The line of a row.
  static func place(of row: Int, in lines: [Line]) -> Int { lines.firstIndex { $0.row == row } ?? 0 }

  /// Opens the page over what was noted last; says so when nothing was.
  static func open(_ state: inout InterfaceState) {
    guard let mark = state.sinceMark else {
      state.say(.info, "This is the first visit: there is nothing to compare with.")
      return
    }
    state.modals.append(.page(PageState(.since(SinceLeft(mark, tasks: state.tasks.values)))))
  }

  /// Goes to the task of a row: to what it asks, to its diff when it is to be reviewed, else to its transcript.
  static func show(_ row: Int, of since: SinceLeft, _ state: inout InterfaceState) -> [Effect] {
    guard since.rows.indices.contains(row) else { return [] }
    let id = since.rows[row].task
    guard state.tasks[id] != nil else {
      state.say(.info, "\(id) is gone.")
      return []
    }
    WorkspaceUpdate.focus(.list, &state)
    if !state.list.shownTasks.contains(id) { state.list.filter = TextBuffer() }
    state.list.moveCursor(to: id, tasks: state.tasks, height: state.listHeight)
    return TaskListUpdate.run(.taskOpen, &state)
  }
}

internal import Model
internal import Screen

/// Draws the archive page.
enum ArchiveView {
  static func draw(_ archive: ArchiveState, state: InterfaceState, into canvas: inout Canvas, rect: Rect, focused: Bool) {
    canvas.fill(rect, style: Style(.text))
    let rows = archive.rows
    let count = archive.results.count
    let note = rows.isEmpty ? "" : "\(archive.cursor + 1) of \(rows.count)"
    canvas.box(rect, style: Style(.borderFocused), title: "Archive", titleStyle: Style(.titleFocused), note: note)
    let inner = rect.inset(by: 1)
    guard inner.width > 4, inner.height > 2 else { return }
    canvas.put("/", column: inner.column, row: inner.row, style: Style(.prompt))
    TextField.drawLine(archive.query, into: &canvas, column: inner.column + 1, row: inner.row, width: inner.width - 1, focused: focused)
    let said = status(archive, state, count: count)
    canvas.put(
      TextWidth.truncate(UntrustedText.cleanLine(said.text), inner.width), column: inner.column, row: inner.row + 1,
      style: Style(said.role),
      width: inner.width)
    let height = inner.height - 2
    let top = max(0, min(archive.cursor - height / 2, rows.count - height))
    for (line, row) in rows.dropFirst(top).prefix(height).enumerated() {
      let at = inner.row + 2 + line
      switch row {
      case .task(let index): task(archive.results[index], state).draw(into: &canvas, column: inner.column, row: at, width: inner.width)
      case .hit(let index, let hit):
        self.hit(archive.results[index].hits[hit], width: inner.width).draw(
          into: &canvas, column: inner.column, row: at, width: inner.width)
      }
      if top + line == archive.cursor {
        canvas.setUnder(Rect(column: inner.column, row: at, width: inner.width, height: 1), role: .selectionFocused)
      }
    }
    guard rows.isEmpty, archive.wanted.isEmpty else { return }
    let help = [
      "Titles, tickets, transcripts and changes of all tasks ever are searched, also of those that left the list.", "",
      "token refresh     both words in one place, by their beginnings", "\"never renewed\"   these words in a row",
      "token !test       without the other", "", "Enter goes to the task, at the place that was found.",
    ]
    for (line, text) in help.flatMap({ TextWrap.lines(of: $0, width: inner.width - 1) }).prefix(height).enumerated() {
      canvas.put(text, column: inner.column + 1, row: inner.row + 2 + line, style: Style(.textDim), width: inner.width - 1)
    }
  }

  private static func status(_ archive: ArchiveState, _ state: InterfaceState, count: Int) -> DialogLine {
    if state.connection != .attached { return DialogLine(StatusLineView.connectionText(state), .noticeWarning) }
    guard !archive.wanted.isEmpty else { return DialogLine("", .textDim) }
    guard archive.answered == archive.wanted else { return DialogLine("searching…", .textDim) }
    let words = count == 0 ? "nothing found" : "\(count)\(archive.more ? " and more" : "") \(count == 1 ? "task" : "tasks")"
    return archive.remark.map { DialogLine("\(words) · \($0)", .noticeWarning) } ?? DialogLine(words, .textDim)
  }

  private static func task(_ result: SearchResult, _ state: InterfaceState) -> StyledLine {
    // What the task is now, where it is known better than by the answer.
    let task = state.tasks[result.task.id] ?? result.task
    let sign = TaskSign(task)
    let id = task.id.description
    var line = StyledLine([
      StyledRun("\(sign.sign) ", sign.role), StyledRun(id + String(repeating: " ", count: max(1, 5 - id.utf8.count)), .textDim),
      StyledRun(UntrustedText.cleanLine(task.ticket.title), .textStrong),
    ])
    let places = result.count > 1 ? "\(result.count) places  " : ""
    line.trailing = [
      StyledRun(places, .textDim), StyledRun(UntrustedText.cleanLine("\(task.repository.name) · \(task.engine)"), .textDim),
      StyledRun("  \(sign.word) \(FigureText.age(from: sign.since, to: state.now))", sign.role),
    ]
    return line
  }

  private static func hit(_ hit: SearchHit, width: Int) -> StyledLine {
    let place = hit.path.map { TextWidth.truncate(UntrustedText.cleanLine($0), max(8, width / 3)) } ?? hit.kind.rawValue
    return StyledLine(
      [StyledRun("       \(place)  ", hit.path == nil ? .textDim : .diffFile)]
        + hit.snippet.map { StyledRun(UntrustedText.cleanLine($0.text), $0.isMatch ? .textMatch : .text) })
  }
}

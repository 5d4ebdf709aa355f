internal import Model
internal import Screen
internal import Wire

/// The page of what waits to be published: one row each in the order of approvals; below them why the one under the cursor waits, and what it still does.
enum OutboxPage {
  /// The entries in the order of the page.
  static func entries(_ state: InterfaceState) -> [OutboxEntry] {
    state.outbox.values.sorted { ($0.place, $0.task) < ($1.place, $1.task) }
  }

  /// Takes what the service tells of an entry.
  static func take(_ entry: OutboxEntry?, of id: TaskID, _ state: inout InterfaceState) {
    let old = state.outbox[id]
    state.outbox[id] = entry
    // What is left of a published one has no task in need of somebody that would say so.
    if let entry, entry.isPublished, entry.needsOperator, old?.needsOperator != true {
      state.say(.warning, "\(id): \(entry.wait?.text ?? "")")
    }
  }

  /// What the top line says; nil: nothing waits.
  static func words(_ state: InterfaceState) -> DialogLine? {
    guard !state.outbox.isEmpty else { return nil }
    let blocked = state.outbox.values.count(where: \.needsOperator)
    return blocked > 0
      ? DialogLine("\(blocked) of \(state.outbox.count) in the outbox held up", .statusWarning)
      : DialogLine("\(state.outbox.count) in the outbox", .statusBar)
  }

  /// The page's lines: the head, a row for each entry, then the entry of that row.
  static func lines(_ row: Int, _ state: InterfaceState, width: Int) -> [DialogLine] {
    let entries = entries(state)
    guard !entries.isEmpty else {
      return wrap(
        "Nothing waits to be published. What is approved as a pull request or a branch comes through here: push, request, labels, comment, issue.",
        width,
        .textDim)
    }
    let heads = ["", "done", "next", "where", "since"]
    let cells = entries.map { entry in
      [
        entry.task.description, "\(entry.done.count)/\(entry.steps.count)", entry.next?.words ?? "done", entry.repository.path,
        age(entry.wait?.since ?? entry.created, state),
      ].map { UntrustedText.cleanLine(String($0.prefix(200))) }
    }
    let widths = heads.indices.map { column in ([heads] + cells).map { TextWidth.width(of: $0[column]) }.max() ?? 0 }
    func line(_ cells: [String], _ title: String, _ role: Role) -> DialogLine {
      let text = cells.enumerated().map { column, cell in
        let cell = TextWidth.truncate(cell, min(26, widths[column]))
        return cell + String(repeating: " ", count: max(0, min(26, widths[column]) - TextWidth.width(of: cell)))
      }
      return DialogLine(TextWidth.truncate(text.joined(separator: "  ") + "  " + title, width), role)
    }
    var lines = [line(heads, "why it waits", .textDim)]
    for (entry, cells) in zip(entries, cells) {
      lines.append(line(cells, why(entry, entries), entry.needsOperator ? .noticeWarning : .text))
    }
    lines.append(DialogLine(""))
    if entries.indices.contains(row) { lines += detail(entries[row], entries, state, width) }
    lines.append(DialogLine("Enter shows all that it does; r tries it again; D takes it out.", .textDim))
    return lines
  }

  private static func detail(_ entry: OutboxEntry, _ entries: [OutboxEntry], _ state: InterfaceState, _ width: Int) -> [DialogLine] {
    var lines = wrap("\(entry.task) \(entry.text.title)", width, .textStrong)
    let request = entry.request.map { "  \($0.url)" } ?? ""
    lines += wrap("\(entry.text.head)\(entry.kind == nil ? "" : " into \(entry.text.base)") at \(entry.placeWords)\(request)", width, .text)
    let why = why(entry, entries)
    if !why.isEmpty { lines += wrap(why, width, entry.needsOperator ? .noticeWarning : .text) }
    if let wait = entry.wait {
      let again: String =
        switch wait.reason {
        case .passing: "It is tried again by itself\(wait.until.map { ", at \($0)" } ?? "")."
        case .credential: "It goes on when a client brings another token or an ssh agent, or by r."
        case .refused: "It goes on by r, or not at all by D."
        }
      lines += wrap(again, width, .textDim)
    }
    let steps = entry.steps.map { "\(entry.done.contains($0) ? "✓" : "·") \($0.words)" }.joined(separator: "   ")
    return lines + wrap(steps, width, .text)
  }

  private static func why(_ entry: OutboxEntry, _ entries: [OutboxEntry]) -> String {
    if let wait = entry.wait { return UntrustedText.cleanLine(String(wait.text.prefix(1000))) }
    let blocker = entries.first { other in
      other.repository == entry.repository && !other.isPublished && other.wait != nil
        && (other.place, other.task) < (entry.place, entry.task)
    }
    return blocker.map { "behind \($0.task)" } ?? ""
  }

  private static func age(_ since: Timestamp, _ state: InterfaceState) -> String {
    FigureText.age(from: since, to: state.now)
  }

  private static func wrap(_ text: String, _ width: Int, _ role: Role) -> [DialogLine] {
    TextWrap.lines(of: UntrustedText.clean(String(text.prefix(4000))), width: width, hanging: 2).map { DialogLine($0, role) }
  }

  /// `Enter`, `r` and `D` on the page; elsewhere they do nothing.
  static func run(_ command: Command, _ page: PageState, _ state: inout InterfaceState) -> [Effect] {
    guard case .outbox = page.kind else { return [] }
    guard state.connection == .attached else {
      state.say(.info, "The service cannot be reached now.")
      return []
    }
    let entries = entries(state)
    guard entries.indices.contains(page.row) else {
      state.say(.info, "Nothing waits here.")
      return []
    }
    let entry = entries[page.row]
    switch command {
    case .outboxRetry:
      guard entry.wait != nil else {
        state.say(.info, "\(entry.task) waits for nothing of its own.")
        return []
      }
      state.modals.append(.dialog(retryDialog(entry)))
    case .outboxDrop: state.modals.append(.dialog(dropDialog(entry)))
    default: return [state.send(.outboxText(entry.task), for: .outboxText(entry.task))]
    }
    return []
  }

  private static func retryDialog(_ entry: OutboxEntry) -> DialogState {
    DialogState(
      title: "Try \(entry.task) again?",
      lines: [
        DialogLine("\(entry.task) \(entry.text.title)", .textStrong), DialogLine(entry.wait?.text ?? "", .noticeWarning),
        DialogLine("Next: \(entry.next?.words ?? "nothing") at \(entry.placeWords)"),
      ], yes: "Try again", intent: .send([PlannedRequest(.outboxRetry([entry.task]), "\(entry.task) is tried again")]))
  }

  private static func dropDialog(_ entry: OutboxEntry) -> DialogState {
    let left = entry.steps.filter { !entry.done.contains($0) }.map(\.words).joined(separator: ", ")
    var lines = [DialogLine("\(entry.task) \(entry.text.title)", .textStrong), DialogLine("Not done then: \(left).")]
    lines.append(
      entry.isPublished
        ? DialogLine("Its pull request stays as it is.", .textDim) : DialogLine("The task goes back to review; its work is kept.", .textDim)
    )
    if entry.isPushed, !entry.isPublished { lines.append(DialogLine("The branch \(entry.text.head) is pushed and stays.", .noticeWarning)) }
    return DialogState(
      title: "Take \(entry.task) out of the outbox?", lines: lines, yes: "Take out",
      intent: .send([PlannedRequest(.outboxDrop(entry.task), "\(entry.task) is out of the outbox")]))
  }
}

internal import Model
internal import Screen
internal import Wire

/// Runs the issues page: asks when told to, goes on as one scrolls, and hands what is chosen to the intake sheet.
enum IssuesUpdate {
  /// The rows that are held at most.
  static let mostRows = 2000

  /// Opens the page as it was left, else asks for the open issues of the directory's repository.
  static func open(_ state: inout InterfaceState) -> [Effect] {
    if let kept = state.issuesKept {
      state.modals.append(.page(PageState(.issues(kept))))
      return []
    }
    state.modals.append(.page(PageState(.issues(IssuesState(edition: 0)))))
    return run(.issuesAsk, IssuesState(edition: 0), &state)
  }

  static func run(_ command: Command, _ given: IssuesState, _ state: inout InterfaceState) -> [Effect] {
    var issues = given
    var effects: [Effect] = []
    switch command {
    case .leave:
      if issues.field != nil, !issues.rows.isEmpty {
        issues.field = nil
      } else {
        state.issuesKept = issues
        state.modals.removeLast()
        return []
      }
    case .issuesAsk: effects = ask(&issues, &state)
    case .issuesNextField, .issuesPreviousField, .issuesFields: step(command, &issues)
    case .issuesTake: return take(issues, &state)
    case .issuesMark:
      if issues.rows.indices.contains(issues.cursor) {
        let url = issues.rows[issues.cursor].issue.url
        if issues.marked.remove(url) == nil { issues.marked.insert(url) }
        issues.cursor += 1
      }
    case .issuesMarkAll:
      let all = Set(issues.rows.filter { $0.task == nil }.map(\.issue.url))
      issues.marked = issues.marked.isSuperset(of: all) ? [] : issues.marked.union(all)
    case .issuesTask: return task(issues, &state)
    case .issuesCopy:
      guard issues.rows.indices.contains(issues.cursor) else { return [] }
      state.say(.info, "The address is copied")
      return [.copy(issues.rows[issues.cursor].issue.url)]
    default: if issues.field == nil { move(command, &issues, state) } else { edit(command, &issues) }
    }
    issues.cursor = max(0, min(issues.cursor, issues.rows.count - 1))
    state.replaceModal(.page(PageState(.issues(issues))))
    return effects
  }

  private static func edit(_ command: Command, _ issues: inout IssuesState) {
    guard var buffer = issues.typed else { return }
    _ = buffer.apply(command)
    issues.typed = buffer
  }

  private static func step(_ command: Command, _ issues: inout IssuesState) {
    let fields = IssueField.allCases
    guard let field = issues.field, let place = fields.firstIndex(of: field) else {
      issues.field = command == .issuesPreviousField ? fields.last : issues.text(.query) == nil ? .label : .query
      return
    }
    if command == .issuesPreviousField {
      issues.field = place > 0 ? fields[place - 1] : nil
    } else {
      issues.field = place + 1 < fields.count ? fields[place + 1] : nil
    }
    if issues.field == nil, issues.rows.isEmpty { issues.field = command == .issuesPreviousField ? fields.last : fields.first }
  }

  private static func move(_ command: Command, _ issues: inout IssuesState, _ state: InterfaceState) {
    let page = max(1, IssuesView.rowsShown(state))
    switch command {
    case .moveDown: issues.cursor += 1
    case .moveUp: issues.cursor -= 1
    case .moveFirst: issues.cursor = 0
    case .moveLast: issues.cursor = issues.rows.count - 1
    case .movePageDown: issues.cursor += page
    case .movePageUp: issues.cursor -= page
    case .moveHalfDown: issues.cursor += page / 2
    case .moveHalfUp: issues.cursor -= page / 2
    default: break
    }
  }

  private static func ask(_ issues: inout IssuesState, _ state: inout InterfaceState) -> [Effect] {
    switch issues.question(directory: state.directory) {
    case .failure(let wrong):
      issues.problem = wrong.text
      return []
    case .success(let question):
      guard state.connection == .attached else {
        issues.problem = "The service cannot be reached now; ask again when it is back."
        return []
      }
      state.issuesEdition += 1
      issues.edition = state.issuesEdition
      issues.asked = question
      issues.isAnswered = false
      (issues.rows, issues.next, issues.problem, issues.cursor, issues.marked) = ([], nil, nil, 0, [])
      issues.field = nil
      return [state.send(.issues(question), for: .issues(edition: issues.edition))]
    }
  }

  /// After every action: the next page when the cursor comes near the end of what is here; and what was asked over a connection that is gone.
  static func settle(_ state: inout InterfaceState) -> [Effect] {
    guard case .page(let page)? = state.modals.last, case .issues(let issues) = page.kind, state.connection == .attached,
      var question = issues.asked, issues.problem == nil, !state.pending.values.contains(.issues(edition: issues.edition))
    else { return [] }
    if issues.isAnswered {
      guard let next = issues.next, issues.rows.count < mostRows, issues.cursor >= issues.rows.count - IssuesView.rowsShown(state) else {
        return []
      }
      question.cursor = next
    }
    return [state.send(.issues(question), for: .issues(edition: issues.edition))]
  }

  /// A page came.
  static func take(_ listing: IssueListing, edition: Int, _ state: inout InterfaceState) {
    change(edition, &state) { issues in
      var known = Set(issues.rows.map(\.issue.url))
      let new = listing.rows.filter { known.insert($0.issue.url).inserted }
      issues.rows += new.prefix(max(0, mostRows - issues.rows.count))
      issues.place = listing.place
      issues.isAnswered = true
      // A page that brings nothing new is the last one, whatever it says.
      issues.next = new.isEmpty ? nil : listing.next
    }
  }

  /// The forge or the configuration says no.
  static func refused(_ text: String, edition: Int, _ state: inout InterfaceState) {
    change(edition, &state) { issues in
      issues.problem = text
      issues.isAnswered = true
    }
  }

  private static func change(_ edition: Int, _ state: inout InterfaceState, _ body: (inout IssuesState) -> Void) {
    for index in state.modals.indices {
      guard case .page(let page) = state.modals[index], case .issues(var issues) = page.kind, issues.edition == edition else { continue }
      body(&issues)
      state.modals[index] = .page(PageState(.issues(issues)))
      return
    }
    if var kept = state.issuesKept, kept.edition == edition {
      body(&kept)
      state.issuesKept = kept
    }
  }

  /// The chosen issues go into the intake sheet by their addresses, as if they had been pasted: the sheet fetches their texts.
  private static func take(_ issues: IssuesState, _ state: inout InterfaceState) -> [Effect] {
    let chosen = issues.chosen.filter { !$0.issue.url.isEmpty }
    guard !chosen.isEmpty else {
      state.say(.info, "There is no issue here.")
      return []
    }
    var kept = issues
    kept.marked = []
    state.replaceModal(.page(PageState(.issues(kept))))
    let repository = issues.asked?.repository.flatMap { text in text.contains { $0.isWhitespace || $0 == "{" || $0 == "}" } ? nil : text }
    // A shorter name means nothing to the sheet; the service says itself where such an issue's code is.
    let place = repository.flatMap { $0.hasPrefix("/") || $0.contains("://") ? " {repo=\($0)}" : nil } ?? ""
    return IntakeUpdate.open(pasted: chosen.map { $0.issue.url + place }.joined(separator: "\n"), &state)
  }

  private static func task(_ issues: IssuesState, _ state: inout InterfaceState) -> [Effect] {
    guard issues.rows.indices.contains(issues.cursor), let id = issues.rows[issues.cursor].task else {
      state.say(.info, "No task stands for this issue.")
      return []
    }
    guard let task = state.tasks[id] else {
      state.say(.info, "\(id) has left the list; Ctrl-F finds it.")
      return []
    }
    state.issuesKept = issues
    state.modals = []
    if !TaskFilter(state.list.filter.text).matches(task) { state.list.filter = TextBuffer() }
    state.list.moveCursor(to: id, tasks: state.tasks, height: state.listHeight)
    WorkspaceUpdate.focus(.list, &state)
    return []
  }

  // MARK: A task whose issue changed

  /// Asks for the changed text of the issue of the task under the cursor.
  static func askChanged(_ state: inout InterfaceState) -> [Effect] {
    guard let task = state.selected else { return [] }
    return [state.send(.task(task.id), for: .issueNow(task.id))]
  }

  /// Shows the changed text and asks what is to be done with it.
  static func show(changed task: TaskRecord, _ state: inout InterfaceState) {
    guard let now = task.issueNow else {
      state.say(.info, "The issue of \(task.id) is as it was taken.")
      return
    }
    let name = now.origin?.name ?? "its issue"
    let waits = task.takesIssueText
    var lines = [
      DialogLine(
        waits
          ? "\(task.id) waits: the text below becomes its own."
          : "\(task.id) is \(task.phase.rawValue): its agent is handed the text below as a message.",
        .textDim),
      DialogLine("\(name) now says, as text from outside:", .textDim), DialogLine(""), DialogLine(now.title, .textStrong),
    ]
    if now.title != task.ticket.title { lines.append(DialogLine("  before: \(task.ticket.title)", .textDim)) }
    if !now.labels.isEmpty { lines.append(DialogLine("[\(now.labels.joined(separator: ", "))]", .textDim)) }
    let body = String(decoding: now.body.utf8.prefix(20_000), as: UTF8.self)
    lines += [DialogLine("")] + body.split(separator: "\n", omittingEmptySubsequences: false).map { DialogLine(String($0)) }
    let request = PlannedRequest(
      .takeIssue(task.id, author: state.author), waits ? "\(task.id) took the changed text" : "\(task.id) is handed the changed text")
    state.modals.append(
      .dialog(
        DialogState(
          title: waits ? "Take the changed issue of \(task.id)?" : "Hand the changed issue to \(task.id)?", lines: lines,
          yes: waits ? "Take it" : "Hand it over", intent: .send([request]))))
  }
}

internal import Model
internal import Screen

/// The page of a task's pull request: how it stands, its checks, and what others wrote on it, shown as text from outside.
enum PullPage {
  /// Whether the page of a task is open.
  static func shows(_ id: TaskID, _ state: InterfaceState) -> Bool {
    state.modals.contains { if case .page(let page) = $0 { page.kind == .pull(id) } else { false } }
  }

  /// The page's lines.
  static func lines(_ id: TaskID, _ state: InterfaceState, width: Int) -> [DialogLine] {
    guard let task = state.tasks[id], let listed = task.published?.request else {
      return [DialogLine("\(id) has no pull request.", .textDim)]
    }
    // The whole comments come with a question of their own; until then their beginnings.
    let whole = state.pulled?.id == id ? state.pulled?.published?.request : nil
    let request = whole.flatMap { $0.notes.map(\.id) == listed.notes.map(\.id) ? $0 : nil } ?? listed
    var lines = wrap("\(id) \(task.ticket.title)", .textStrong, width)
    lines += wrap(listed.facts, role(listed), width)
    lines += wrap(listed.url, .textLink, width)
    lines += wrap(asked(listed, state), .textDim, width)
    lines.append(DialogLine("s hands comments over  c lets CI run  f asks now  U copies the address", .textDim))
    if let hold = listed.hold { lines += wrap(PullDialogs.held(hold), .noticeWarning, width, hanging: 2) }
    lines += checks(listed, width)
    lines += notes(request, listed, state, width)
    return lines
  }

  private static func asked(_ request: PublishedRequest, _ state: InterfaceState) -> String {
    guard let seen = request.seen else { return "\(request.repository.host) was not asked yet." }
    let age = FigureText.age(from: seen, to: state.now)
    return "\(request.repository.host) said so \(age == "now" ? "just now" : "\(age) ago")."
  }

  private static func checks(_ request: PublishedRequest, _ width: Int) -> [DialogLine] {
    guard !request.checks.isEmpty else { return [] }
    var lines = [DialogLine(""), DialogLine("CHECKS \(request.checks.count)", .section)]
    let shown = request.checks.sorted { rank($0.state) < rank($1.state) }
    for check in shown {
      let (sign, role): (String, Role) =
        switch check.state {
        case .failed: ("✗", .stateFailed)
        case .running, .held: ("…", .stateRunning)
        case .passed: ("✓", .stateDone)
        case .none: ("–", .textDim)
        }
      let text =
        " \(sign) \(check.state == .none ? "skipped" : check.state.rawValue)  \(check.name)" + (check.text.isEmpty ? "" : "  \(check.text)")
      lines.append(DialogLine(TextWidth.truncate(UntrustedText.cleanLine(text), width), role))
    }
    return lines
  }

  private static func rank(_ state: CIState) -> Int {
    switch state {
    case .failed: 0
    case .running, .held: 1
    case .none: 2
    case .passed: 3
    }
  }

  private static func notes(
    _ request: PublishedRequest, _ listed: PublishedRequest, _ state: InterfaceState, _ width: Int
  ) -> [DialogLine] {
    var lines = [DialogLine("")]
    guard !request.notes.isEmpty else { return lines + [DialogLine("No comments.", .textDim)] }
    lines += wrap("COMMENTS \(request.notes.count)  text from outside, by whoever can write there", .section, width)
    let unread = Set(listed.unread.map(\.id))
    for (index, note) in request.notes.enumerated() {
      var words = ["\(index + 1)", note.author, note.place, FigureText.age(from: note.created, to: state.now)]
      if note.isResolved { words.append("resolved") }
      if listed.handedOver.contains(note.id) { words.append("handed over") }
      if unread.contains(note.id) { words.append("new") }
      let isOver = note.isResolved || listed.handedOver.contains(note.id)
      lines.append(
        DialogLine(TextWidth.truncate(UntrustedText.cleanLine(words.joined(separator: "  ")), width), isOver ? .textDim : .textStrong))
      for line in note.body.split(separator: "\n", omittingEmptySubsequences: false).prefix(400) {
        for part in TextWrap.lines(of: UntrustedText.clean(String(line)), width: max(1, width - 4)) {
          lines.append(DialogLine("  │ " + part, isOver ? .textDim : .text))
        }
      }
    }
    return lines
  }

  private static func role(_ request: PublishedRequest) -> Role {
    request.ci == .failed && request.state == .open ? .noticeWarning : .text
  }

  private static func wrap(_ text: String, _ role: Role, _ width: Int, hanging: Int = 0) -> [DialogLine] {
    TextWrap.lines(of: UntrustedText.cleanLine(text), width: width, hanging: hanging).map { DialogLine($0, role) }
  }
}

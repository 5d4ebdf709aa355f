package import Model
package import Screen

/// Draws what the task asks, at the foot of its transcript.
package enum RequestsView {
  /// The rows it takes at a width, at most so many; 0 when nothing is asked.
  package static func height(_ state: InterfaceState, task: TaskRecord, width: Int, most: Int) -> Int {
    guard !task.requests.isEmpty, most >= 2 else { return 0 }
    return min(most, lines(state, task: task, width: width).count)
  }

  /// Draws it: the request in words, its choices, its keys.
  package static func draw(_ state: InterfaceState, task: TaskRecord, into canvas: inout Canvas, rect: Rect) {
    guard rect.height >= 1, rect.width > 0 else { return }
    let focused = RequestsUpdate.focused(state) != nil && state.modals.isEmpty
    let lines = lines(state, task: task, width: rect.width)
    // The keys at the end are always to be seen; what is cut is the middle of the detail.
    let room = rect.height
    let keys = lines.last.map { [$0] } ?? []
    let body = lines.dropLast()
    let shown = body.count + keys.count <= room ? Array(body) : Array(body.prefix(max(0, room - keys.count)))
    for (index, line) in (shown + keys).enumerated() where index < room {
      canvas.put(line.text, column: rect.column, row: rect.row + index, style: Style(line.role), width: rect.width)
    }
    if focused { canvas.setUnder(Rect(column: rect.column, row: rect.row, width: rect.width, height: 1), role: .selectionFocused) }
  }

  private static func current(_ state: InterfaceState, task: TaskRecord) -> AgentRequest? {
    if let name = state.requests.focused, name.task == task.id, let request = task.requests.first(where: { $0.id == name.request }) {
      return request
    }
    return task.requests.first
  }

  private static func lines(_ state: InterfaceState, task: TaskRecord, width: Int) -> [(text: String, role: Role)] {
    guard let request = current(state, task: task) else { return [] }
    let name = RequestName(task: task.id, request: request.id)
    var lines: [(text: String, role: Role)] = []
    func add(_ text: String, _ role: Role, indent: Int = 2) {
      let pad = String(repeating: " ", count: indent)
      for part in TextWrap.lines(of: UntrustedText.clean(String(text.prefix(4000))), width: max(1, width - indent)) {
        lines.append((pad + part, role))
      }
    }
    let place =
      task.requests.firstIndex { $0.id == request.id }.map { task.requests.count > 1 ? " (\($0 + 1) of \(task.requests.count))" : "" } ?? ""
    add("? " + request.title + place, .request, indent: 0)
    if !request.detail.isEmpty, request.detail != request.title { add(request.detail, .text) }
    switch request.kind {
    case .permission: break
    case .plan(let text): add(text, .text)
    case .questions(let questions):
      let open = state.requests.openQuestion(of: request, name: name)
      for question in questions {
        if let answer = state.requests.answers[name]?[question.text] {
          add("\(question.text) → \(answer)", .textDim)
        } else if question == open {
          if question.text != request.title { add(question.text, .textStrong) }
          for (index, option) in question.options.enumerated() {
            let tick = question.multiple ? (state.requests.ticked[name]?.contains(option) == true ? "[x] " : "[ ] ") : ""
            add("\(index < 9 ? "\(index + 1)" : " ") \(tick)\(option)", .text)
          }
        }
      }
    }
    if let asked = state.askers.fingerprint(of: name, task) {
      let others = RequestsUpdate.asking(asked, state).filter { $0 != task.id }
      let own = state.askers.requests(asking: asked).count { $0.task == task.id } - 1
      if own > 0 { add("\(task.id) asks the same \(own == 1 ? "once" : "\(own) times") more", .textStrong) }
      if !others.isEmpty {
        add(
          "\(others.count == 1 ? "1 other task asks" : "\(others.count) other tasks ask") the same: \(ComposerState.names(others))",
          .textStrong)
      }
    }
    lines.append(("  " + keys(state, request, name), .requestKey))
    return lines
  }

  private static func keys(_ state: InterfaceState, _ request: AgentRequest, _ name: RequestName) -> String {
    if state.requests.sent.contains(name) { return "the answer is on its way" }
    func key(_ command: Command) -> String { state.keymap.row(of: command, in: [.request])?.keys.first.map(KeyName.short) ?? ":" }
    let words: [String]
    switch request.kind {
    case .permission(_, let always):
      words =
        ["\(key(.requestAllow)) allow"] + (always || request.input != nil ? ["\(key(.requestAlways)) always"] : []) + [
          "\(key(.requestDeny)) deny", "\(key(.requestWords)) deny and say why",
        ]
    case .plan: words = ["\(key(.requestAllow)) go on", "\(key(.requestDeny)) no", "\(key(.requestWords)) say what to change"]
    case .questions:
      let question = state.requests.openQuestion(of: request, name: name)
      let count = min(9, question?.options.count ?? 0)
      words =
        (count > 0 ? ["1…\(count) choose"] : []) + (question?.multiple == true ? ["\(key(.requestSend)) send"] : [])
        + ["\(key(.requestWords)) in words", "\(key(.requestDeny)) no answer"]
    }
    return words.joined(separator: "   ")
  }
}

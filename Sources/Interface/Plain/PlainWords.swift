internal import Model
internal import Screen

/// The words of the plain mode. No signs, no colours, nothing but ASCII that is not the task's own text.
enum PlainWords {
  /// What can be typed, one line each.
  static let help: [(words: String, text: String)] = [
    ("Enter", "what needs you now"),
    ("list WORDS", "number the tasks that have the words; all without words; state: engine: repo: label: and ! as on the screen"),
    ("more", "the next tasks of the list"), ("NUMBER or ID", "read a task"),
    ("allow N, always N, deny N WHY", "answer a permission"), ("answer N WORDS, choose N CHOICE", "answer a question"),
    ("message N WORDS", "write to the agent"), ("diff N, files N, transcript N, evidence N", "read its work"),
    ("approve N", "publish its work; asks first"), ("approve N with secrets", "also what looks like a secret; asks first"),
    ("discard N, stop N", "end it; asks first"), ("retry N", "go on after an end"),
    ("add", "write tickets, one a line; a line with a point ends them"),
    ("pause, resume, freeze, thaw", "the queue"), ("quit", "leave; the tasks go on"),
    ("anything else", "a command of carrel: engines, models, themes, config show, doctor, help COMMAND"),
  ]

  /// The counts, in one sentence.
  static func summary(_ state: PlainState) -> String {
    let counts = Dictionary(grouping: state.tasks.values, by: { TaskSection($0) }).mapValues(\.count)
    let parts = TaskSection.allCases.compactMap { section in counts[section].map { "\($0) \(words(section, $0))" } }
    return parts.isEmpty ? "No tasks yet; add writes some." : parts.joined(separator: ", ") + "."
  }

  /// The section as a part of a sentence.
  static func words(_ section: TaskSection, _ count: Int) -> String {
    switch section {
    case .needYou: count == 1 ? "needs you" : "need you"
    case .running: "running"
    case .queued: "queued"
    case .review: "in review"
    case .done: "done"
    }
  }

  /// A task in one line of the list.
  static func row(_ task: TaskRecord, number: Int, now: Timestamp) -> String {
    "\(number). \(task.id) \(state(task, now: now)): \(title(task))"
  }

  /// "permission, 3m"
  static func state(_ task: TaskRecord, now: Timestamp) -> String {
    let sign = TaskSign(task)
    return "\(sign.word), \(FigureText.age(from: sign.since, to: now))"
  }

  static func title(_ task: TaskRecord) -> String { clean(task.ticket.title, 300) }

  /// A task read out.
  static func task(_ task: TaskRecord, now: Timestamp) -> [String] {
    var lines = [
      "\(task.id) \(title(task))", "\(state(task, now: now)); \(clean([task.engine, task.model ?? ""].joined(separator: " "), 100))",
    ]
    if task.costUSD > 0 { lines[1] += ", \(FigureText.money(task.costUSD))" }
    if let diff = task.diff, !diff.isEmpty {
      lines.append("\(diff.fileWords) changed, \(diff.insertions) lines added, \(diff.deletions) removed")
    }
    if let request = task.published?.request { lines.append(clean(request.facts, 300)) }
    if let attention = task.attention, task.requests.isEmpty { lines.append("needs you: \(clean(attention.text, 500))") }
    for request in task.requests { lines += self.request(request, task.id) }
    if let check = task.check { lines.append("check: \(clean(check.words, 200))") }
    if !task.summary.isEmpty { lines += UntrustedText.clean(String(task.summary.prefix(4000))).split(separator: "\n").map(String.init) }
    return lines
  }

  /// What an agent asks, and what may be typed.
  static func request(_ request: AgentRequest, _ id: TaskID) -> [String] {
    var lines = ["asks: \(clean(request.title, 500))"]
    if !request.detail.isEmpty, request.detail != request.title {
      lines += UntrustedText.clean(String(request.detail.prefix(2000))).split(separator: "\n").prefix(20).map(String.init)
    }
    switch request.kind {
    case .permission(_, let always): lines.append("type: allow \(id), \(always ? "always \(id), " : "")deny \(id) WHY")
    case .plan: lines.append("type: allow \(id), deny \(id) WHY")
    case .questions(let questions):
      for question in questions {
        lines.append(clean(question.text, 500))
        for (number, option) in question.options.enumerated() { lines.append("\(number + 1). \(clean(option, 200))") }
      }
      lines.append(
        questions.count == 1 && questions.first?.options.isEmpty == false
          ? "type: choose \(id) NUMBER, or answer \(id) WORDS" : "type: answer \(id) WORDS")
    }
    return lines
  }

  /// What a change of a task is worth saying, once for each transition; nil: nothing.
  static func transition(_ task: TaskRecord, from old: TaskRecord?) -> String? {
    if let attention = task.attention,
      attention.kind != old?.attention?.kind || attention.request != old?.attention?.request
    {
      let how = attention.kind == .review ? "approve \(task.id), diff \(task.id) or discard \(task.id)" : "type \(task.id) to read it"
      return "\(task.id) \(TaskSign(task).word): \(clean(attention.text, 300)). \(title(task)). \(how)"
    }
    guard let old, task.phase != old.phase, task.phase.isEnd else { return nil }
    return "\(task.id) \(task.phase.rawValue): \(title(task))"
  }

  static func clean(_ text: String, _ most: Int) -> String { UntrustedText.cleanLine(String(text.prefix(most))) }
}

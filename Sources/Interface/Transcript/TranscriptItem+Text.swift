internal import Model

extension TranscriptItem {
  /// Whether it has more to show than its folded form.
  var canFold: Bool {
    switch kind {
    case .prompt, .thinking, .tool, .lines, .text(_, isVoid: true): true
    case .request(let request, _): !request.detail.isEmpty
    default: false
    }
  }

  /// Whether it shows all of itself before the operator said anything.
  var isOpenAtFirst: Bool {
    switch kind {
    case .thinking, .tool, .prompt, .lines, .request: false
    case .text(_, let isVoid): !isVoid
    default: true
    }
  }

  /// What a search looks at.
  var searchText: String { plainText }

  /// It as text, as it came.
  var plainText: String {
    switch kind {
    case .prompt(let text, _): text
    case .text(let text, _), .thinking(let text, _): text.text
    case .tool(let run):
      [run.call.name + " " + run.call.title, run.call.input, run.output.text].filter { !$0.isEmpty }.joined(separator: "\n")
    case .request(let request, _): Self.text(of: request)
    case .plan(let steps): steps.map { ($0.status == .done ? "[x] " : "[ ] ") + $0.text }.joined(separator: "\n")
    case .published(let publication): [publication.ref, publication.url, publication.commit].compactMap(\.self).joined(separator: "\n")
    case .note(_, let text): text
    case .lines(let lines, _): lines.joined(separator: "\n")
    case .answer(let answer, let by): TranscriptWords.answer(answer, by: by)
    case .phase(let phase, let reason): reason.isEmpty ? phase.rawValue : "\(phase.rawValue): \(reason)"
    case .attempt(let number, let engine, let model): TranscriptWords.attempt(number, engine, model)
    case .turnEnd(let end): TranscriptWords.outcome(end.outcome)
    case .snapshot(let summary): TranscriptWords.size(summary)
    case .retry(let attempt, let count, let delay, let cause): TranscriptWords.retry(attempt, count, delay, cause)
    }
  }

  private static func text(of request: AgentRequest) -> String {
    var parts = [request.title, request.detail]
    switch request.kind {
    case .permission: break
    case .questions(let questions): parts += questions.flatMap { [$0.text] + $0.options }
    case .plan(let plan): parts.append(plan)
    }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }
}

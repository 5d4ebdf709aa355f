package import Model

/// A transcript in plain lines, for `carrel transcript`.
package enum TranscriptText {
  /// The lines of one entry; none for what only the interface shows.
  package static func lines(_ entry: TranscriptEntry) -> [String] {
    switch entry.event {
    case .agent(let event): agent(event)
    case .delta: []
    case .prompt(let text, let origin): block("» \(origin)", text)
    case .answered(let request, let answer, let by): ["» \(PlainText.line(by)) answered \(PlainText.line(request)): \(words(answer))"]
    case .phase(let phase, let reason): ["— \(phase.rawValue)" + (reason.isEmpty ? "" : ": \(PlainText.line(reason))")]
    case .attempt(let number, let engine, let model):
      ["— attempt \(number) with \(engine)" + (model.map { " (\(PlainText.line($0)))" } ?? "")]
    case .snapshot(let diff):
      [diff.isEmpty ? "— no change" : "— \(diff.fileWords) +\(diff.insertions) -\(diff.deletions), tree \(diff.tree.prefix(12))"]
    case .published(let publication):
      ["— published \(publication.kind.rawValue) \(PlainText.line(publication.url ?? publication.ref))"]
    case .note(let level, let text): ["! \(level.rawValue): \(PlainText.line(text))"]
    }
  }

  private static func agent(_ event: AgentEvent) -> [String] {
    switch event {
    case .textDone(_, let text): text.split(separator: "\n", omittingEmptySubsequences: false).map { PlainText.line(String($0)) }
    case .toolStarted(let call): ["▸ \(PlainText.line(call.name))  \(PlainText.line(call.title))"]
    case .toolFinished(_, let status, let output, let code): finished(status, output, code)
    case .asked(let request): ["? \(PlainText.line(request.title))  [\(PlainText.line(request.id))]"]
    case .askWithdrawn(let id): ["? withdrawn: \(PlainText.line(id))"]
    case .retrying(let attempt, let of, _, let cause):
      ["! the engine retries" + (attempt.map { " \($0)" } ?? "") + (of.map { " of \($0)" } ?? "") + ": \(cause.rawValue)"]
    case .rateLimited(_, let text): ["! \(PlainText.line(text))"]
    case .compacted: ["— the conversation was compacted"]
    case .turnDone(let outcome, _): turn(outcome)
    case .notice(let level, let text): ["! \(level.rawValue): \(PlainText.line(text))"]
    case .standardError(let text): ["! stderr: \(PlainText.line(text))"]
    case .plan(let entries): entries.map { "  [\($0.status == .done ? "x" : $0.status == .active ? ">" : " ")] \(PlainText.line($0.text))" }
    case .sessionStarted, .turnStarted, .textDelta, .thinkingDelta, .thinkingDone, .messageDiscarded, .toolOutput, .fileChanged, .usage,
      .context, .modelChanged, .modeChanged, .raw, .exited:
      []
    }
  }

  private static func finished(_ status: ToolStatus, _ output: String, _ code: Int?) -> [String] {
    let lines = output.split(separator: "\n")
    var result = lines.prefix(8).map { "    \(PlainText.line(String($0)))" }
    if lines.count > 8 { result.append("    … \(lines.count - 8) more lines") }
    if status != .ok || code.map({ $0 != 0 }) ?? false { result.append("    \(status.rawValue)" + (code.map { ", exit \($0)" } ?? "")) }
    return result
  }

  private static func turn(_ outcome: TurnOutcome) -> [String] {
    switch outcome {
    case .completed: []
    case .interrupted: ["— interrupted"]
    case .refused: ["— the model refused"]
    case .limit(let which): ["— the engine's limit: \(PlainText.line(which))"]
    case .failed(let failure): ["! failed (\(failure.kind.rawValue)): \(PlainText.line(failure.text))"]
    }
  }

  private static func words(_ answer: AgentAnswer) -> String {
    switch answer {
    case .allow: "allow"
    case .always: "allow always"
    case .deny(let reason): "deny" + (reason.isEmpty ? "" : " (\(PlainText.line(reason)))")
    case .answers(let answers): answers.sorted { $0.key < $1.key }.map { PlainText.line($0.value) }.joined(separator: "; ")
    }
  }

  private static func block(_ head: String, _ text: String) -> [String] {
    [head] + text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \(PlainText.line(String($0)))" }
  }
}

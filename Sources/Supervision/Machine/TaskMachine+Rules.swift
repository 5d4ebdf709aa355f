import Model

/// What operators decided for many tasks at once: rules that answer, batches that wait for their canaries, additions to the brief.
extension TaskMachine {
  /// The agent asks what a rule answers: question and answer are written down together, nobody is called, the turn goes on.
  mutating func ruled(_ request: AgentRequest, _ answer: AgentAnswer, _ author: String, _ now: Timestamp) -> TaskStep {
    guard hasAgent, record.phase == .running || record.phase == .waiting, !record.requests.contains(where: { $0.id == request.id }) else {
      return agent(.asked(request), now)
    }
    var step = TaskStep()
    step.changed = false
    step.events = [.agent(.asked(request)), .answered(request: request.id, answer: answer, by: author)]
    step.actions = [.answer(request: request.id, answer)]
    return step
  }

  /// It waits for the canaries of its list no longer.
  mutating func letGo(_ author: String) -> TaskStep {
    guard record.phase == .queued, let batch = record.batch, batch.isHeld else {
      return .refused("\(record.id) does not wait for the canaries of its list.")
    }
    var step = TaskStep()
    record.batch?.isHeld = false
    record.detail = ""
    step.events.append(.note(.info, "\(author) let it go; it no longer waits for \(batch.canaryNames)."))
    return step
  }

  /// Another text at the end of its brief, from its next beginning on.
  mutating func briefAdded(_ text: String?, _ author: String) -> TaskStep {
    guard !record.phase.isCompletion else { return .refused("\(record.id) is \(record.phase.rawValue): it begins no more.") }
    var step = TaskStep()
    let text = text.flatMap { $0.contains { !$0.isWhitespace } ? $0 : nil }
    step.changed = record.briefAddition != text
    guard step.changed else { return step }
    record.briefAddition = text
    let what = text == nil ? "took back what was added to the brief" : "added to the brief"
    let when = record.attempt == 0 ? "" : " for the next fresh beginning"
    step.events.append(.note(.info, "\(author) \(what)\(when)\(text.map { ":\n\($0)" } ?? ".")"))
    return step
  }
}

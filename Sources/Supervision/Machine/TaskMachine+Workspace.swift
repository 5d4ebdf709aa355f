import Model

/// What comes between a task and its workspace: no room for it, or a setup script that an operator has to allow.
extension TaskMachine {
  /// The first word of the requests about a repository's own setup script.
  package static let setupRequest = "carrel-setup-"

  /// Waits in the queue until there is room, instead of failing.
  mutating func noRoom(_ text: String, _ now: Timestamp) -> TaskStep {
    guard record.phase == .preparing else { return .refused("\(record.id) is no longer being prepared.") }
    var step = TaskStep()
    // What the file system says to be free may still not be had (a quota): not at once again.
    record.notBefore = Timestamp(milliseconds: now.milliseconds + 30_000)
    enter(.queued, now, detail: text, reason: text, &step)
    return step
  }

  mutating func setupAsked(_ script: String, _ question: String, _ text: String, _ now: Timestamp) -> TaskStep {
    guard record.phase == .preparing else { return .refused("\(record.id) is not being started.") }
    var step = TaskStep()
    enter(.waiting, now, detail: "setup script", reason: question, &step)
    let request = AgentRequest(
      id: "\(Self.setupRequest)\(script)-\(now.milliseconds)", kind: .permission(tool: "carrel", always: true), title: question,
      detail: text)
    record.requests = [request]
    step.events.append(.agent(.asked(request)))
    needOperator(.permission, question, now, request: request.id)
    return step
  }

  /// The answer to that, or nil when something else is asked. A message in place of a yes or no is no yes.
  mutating func answeredSetup(_ answer: AgentAnswer, _ author: String, _ now: Timestamp) -> TaskStep? {
    guard let request = record.requests.first, let script = Self.script(in: request.id) else { return nil }
    let isYes = answer == .allow || answer == .always
    guard isYes || answer.isDenial else {
      return .refused("\(record.id) asks about a setup script: answer allow, always or deny.")
    }
    var step = TaskStep()
    record.setupAnswer = (isYes ? "allow " : "deny ") + script
    step.events.append(.answered(request: request.id, answer: answer, by: author))
    record.requests = []
    enter(.queued, now, &step)
    record.attention = nil
    return step
  }

  /// The content's name in the id of a request about a setup script.
  package static func script(in request: String) -> String? {
    guard request.hasPrefix(setupRequest) else { return nil }
    return request.dropFirst(setupRequest.count).split(separator: "-").first.map(String.init)
  }
}

extension AgentAnswer {
  fileprivate var isDenial: Bool {
    if case .deny = self { true } else { false }
  }
}

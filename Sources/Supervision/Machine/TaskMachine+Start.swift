import Model

/// From the queue to a running agent.
extension TaskMachine {
  mutating func admitted(_ now: Timestamp) -> TaskStep {
    guard record.phase == .queued else { return .refused("\(record.id) is \(record.phase.rawValue), not queued.") }
    var step = TaskStep()
    let fresh = record.workspacePath == nil
    record.attention = nil
    record.notBefore = nil
    enter(.preparing, now, detail: fresh ? "cloning" : "starting", &step)
    step.actions.append(.prepare(fresh: false))
    return step
  }

  mutating func prepared(_ preparation: Preparation, _ now: Timestamp) -> TaskStep {
    guard record.phase == .preparing else { return preparedTooLate(preparation) }
    var step = TaskStep()
    turnIsOurs = false
    record.workspacePath = preparation.path
    record.baseCommit = preparation.baseCommit
    record.baseBranch = preparation.baseBranch
    if preparation.isNew { record.isSetUp = preparation.isSetUp }
    if let head = preparation.publishedHead { record.published?.commit = head }
    record.attempt += 1
    record.error = nil
    record.detail = "starting \(record.engine)"
    step.events.append(.attempt(number: record.attempt, engine: record.engine, model: record.model))
    if let text = record.stepText { step.events.append(.note(.info, "This is \(text).")) }
    for remark in preparation.remarks { step.events.append(.note(.info, remark)) }
    if record.sessionID == nil || record.lastPrompt == nil { record.brief = preparation.brief }
    step.actions.append(.startAgent(resume: record.sessionID != nil && record.lastPrompt != nil))
    return step
  }

  /// The task was stopped or discarded while its workspace was being made: the workspace is known, and goes if the task is complete.
  private mutating func preparedTooLate(_ preparation: Preparation) -> TaskStep {
    var step = TaskStep()
    record.workspacePath = preparation.path
    record.baseCommit = preparation.baseCommit
    record.baseBranch = preparation.baseBranch
    if record.phase.isCompletion { step.actions.append(.remove(seal: false)) }
    return step
  }

  mutating func workspaceFailed(_ failure: TaskFailure, _ now: Timestamp) -> TaskStep {
    guard record.phase == .preparing else { return .refused("\(record.id) is no longer being prepared.") }
    // A remote that cannot be reached may be there in a moment.
    if RetryPolicy.isWorthAnotherTry(failure.kind) { return turnFailed(failure, now) }
    var step = TaskStep()
    end(failure, now, &step)
    return step
  }

  mutating func sandboxMissing(_ text: String, _ now: Timestamp) -> TaskStep {
    guard record.phase == .preparing || record.phase == .running || record.phase == .waiting else {
      return .refused("\(record.id) is not being started.")
    }
    var step = TaskStep()
    enter(.waiting, now, detail: "no sandbox", reason: text, &step)
    ask(.sandbox, text, now, &step)
    return step
  }

  mutating func agentStarted(_ session: String, _ sandbox: SandboxSummary, _ credential: String?, _ now: Timestamp) -> TaskStep {
    hasAgent = true
    var step = TaskStep()
    let resumed = record.sessionID == session && record.lastPrompt != nil
    if record.sessionID != session { record.sessionCostUSD = 0 }
    record.sessionID = session
    record.sandbox = sandbox
    record.credential = credential
    if record.started == nil { record.started = now }
    step.events.append(.note(.info, [sandbox.details, credential].compactMap { $0 }.joined(separator: "; ")))
    guard record.phase == .preparing || record.phase == .running else { return step }
    enter(.running, now, &step)
    if resumed, !record.pendingMessages.isEmpty {
      sendPending(&step)
    } else if resumed, let last = record.lastPrompt {
      prompt(last, origin: "retry", &step)
    } else {
      prompt(record.brief ?? record.ticket.title, origin: "brief", &step)
    }
    return step
  }

  /// Sends what was written while the agent was busy, as one message.
  mutating func sendPending(_ step: inout TaskStep) {
    let text = record.pendingMessages.joined(separator: "\n\n")
    record.pendingMessages = []
    prompt(text, origin: "operator", &step)
  }

  /// Ends as failed, with the agent ended and the workspace kept.
  mutating func end(_ failure: TaskFailure, _ now: Timestamp, _ step: inout TaskStep) {
    let failure = named(failure)
    record.error = failure
    record.requests = []
    record.promptInFlight = false
    enter(.failed, now, detail: failure.kind.rawValue, reason: failure.text, &step)
    needOperator(.failed, failure.text, now)
    if hasAgent { step.actions.append(.endAgent) }
    hasAgent = false
    if record.workspacePath != nil { step.actions.append(.measure(final: false)) }
  }

  mutating func held(_ text: String) -> TaskStep {
    var step = TaskStep()
    step.changed = record.phase == .queued && record.detail != text
    if step.changed { record.detail = text }
    return step
  }

  mutating func credentialDead(_ text: String, _ now: Timestamp) -> TaskStep {
    guard record.phase == .queued else { return .refused("\(record.id) is not queued.") }
    var step = TaskStep()
    step.changed = record.attention?.kind != .credential
    record.detail = "parked: credential"
    needOperator(.credential, text, now)
    return step
  }

  mutating func credentialBack() -> TaskStep {
    var step = TaskStep()
    step.changed = record.phase == .queued && record.attention?.kind == .credential
    if step.changed {
      record.attention = nil
      record.detail = ""
      record.notBefore = nil
    }
    return step
  }
}

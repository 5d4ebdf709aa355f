import Model

/// What a live agent does.
extension TaskMachine {
  mutating func agent(_ event: AgentEvent, _ now: Timestamp) -> TaskStep {
    var step = TaskStep()
    step.changed = false
    step.events.append(.agent(event))
    switch event {
    case .sessionStarted(let id, let model, _):
      if let id, id != record.sessionID {
        record.sessionID = id
        step.changed = true
      }
      if let model, record.model == nil {
        record.model = model
        step.changed = true
      }
    case .turnStarted:
      if record.phase == .review {
        // Woken by a background command of its own: the turn runs, though no prompt of ours began it.
        enter(.running, now, reason: "the agent went on by itself", &step)
        step.changed = true
      } else if isMeasuring {
        // The same while the change is being measured: this turn's own end will have it measured again.
        isMeasuring = false
        record.detail = ""
        step.changed = true
      }
    case .textDone, .thinkingDone:
      turnDidSomething = true
      countTurn(&step)
    case .toolStarted:
      turnDidSomething = true
      countTurn(&step)
      clearRetryDetail(&step)
    case .toolFinished(_, let status, _, _):
      afterTool = true
      if status == .denied { record.deniedTools += 1 }
      if record.phase == .running { step.actions.append(.measure(final: false)) }
    case .plan(let entries):
      record.plan = entries
      step.changed = true
    case .asked(let request):
      asked(request, now, &step)
    case .askWithdrawn(let id):
      withdraw(id, now, &step)
    case .usage(let tokens, let cost):
      record.tokens = record.tokens + (tokens ?? TokenCount())
      if let cost, cost.isFinite, cost > 0 {
        record.costUSD += cost
        record.sessionCostUSD += cost
      }
      if record.tokens.total > 0 || record.costUSD > 0 { record.unmetered = false }
      step.changed = true
    case .retrying(let attempt, let of, let delay, let cause):
      let count = attempt.map { number in of.map { " \(number) of \($0)" } ?? " \(number)" } ?? ""
      record.detail = "the engine retries\(count): \(cause.rawValue)" + (delay.map { " in \(Int(min($0, 86_400))) s" } ?? "")
      step.changed = true
    case .modelChanged(let model):
      record.model = model
      step.changed = true
    case .turnDone(let outcome, let text):
      turnDone(outcome, text, now, &step)
    case .exited:
      hasAgent = false
      step.changed = true
      if record.phase == .running, !isMeasuring {
        end(
          TaskFailure(.engine, "The agent's program ended in the middle of its turn; `carrel retry \(record.id)` starts it again."), now,
          &step)
      }
    case .rateLimited(let until, _):
      usageLimitUntil = until ?? usageLimitUntil
    case .textDelta, .thinkingDelta, .messageDiscarded, .toolOutput, .fileChanged, .context, .compacted, .modeChanged,
      .notice, .standardError, .raw:
      break
    }
    return step
  }

  /// The model's output after a tool's result is a turn of its own; the limit is ours to enforce.
  private mutating func countTurn(_ step: inout TaskStep) {
    guard afterTool else { return }
    afterTool = false
    record.turns += 1
    step.changed = true
  }

  private mutating func clearRetryDetail(_ step: inout TaskStep) {
    guard record.phase == .running, !record.detail.isEmpty else { return }
    record.detail = ""
    step.changed = true
  }

  private mutating func asked(_ request: AgentRequest, _ now: Timestamp, _ step: inout TaskStep) {
    step.changed = true
    guard record.phase == .running || record.phase == .waiting else { return }
    if !record.requests.contains(where: { $0.id == request.id }) { record.requests.append(request) }
    enter(.waiting, now, reason: request.title, &step)
    attendToFirstRequest(now)
  }

  mutating func attendToFirstRequest(_ now: Timestamp) {
    guard let first = record.requests.first else { return }
    let kind: Attention.Kind =
      switch first.kind {
      case .permission: .permission
      case .questions: .question
      case .plan: .plan
      }
    needOperator(kind, first.title, now, request: first.id)
  }

  private mutating func withdraw(_ id: String, _ now: Timestamp, _ step: inout TaskStep) {
    guard let index = record.requests.firstIndex(where: { $0.id == id }) else { return }
    record.requests.remove(at: index)
    step.changed = true
    if record.requests.isEmpty, record.phase == .waiting { enter(.running, now, reason: "the request was withdrawn", &step) }
    attendToFirstRequest(now)
  }

  private mutating func turnDone(_ outcome: TurnOutcome, _ text: String?, _ now: Timestamp, _ step: inout TaskStep) {
    step.changed = true
    guard record.phase == .running || record.phase == .waiting else {
      record.promptInFlight = false
      return
    }
    record.requests = []
    if record.phase == .waiting { enter(.running, now, &step) }
    if let text, !text.isEmpty { record.summary = text }
    switch outcome {
    case .completed, .refused, .interrupted:
      record.promptInFlight = false
      if case .completed = outcome { record.retries = 0 } else { record.chain?.isHeld = true }
      noteUnmetered(&step)
      if record.limits.turns > 0, record.turns >= record.limits.turns, !record.pendingMessages.isEmpty {
        step.events.append(.note(.warning, "The limit of \(record.limits.turns) turns is reached: the waiting message was not sent."))
        record.pendingMessages = []
      }
      if !record.pendingMessages.isEmpty {
        sendPending(&step)
        return
      }
      if case .refused = outcome { step.events.append(.note(.warning, "The model refused to go on.")) }
      record.detail = "measuring the change"
      isMeasuring = true
      step.actions.append(.measure(final: true))
    case .limit(let which):
      step.append(turnFailed(TaskFailure(.limit, "The engine stopped at its own limit (\(which)); `carrel retry` goes on."), now))
    case .failed(let failure):
      step.append(turnFailed(failure, now))
    }
  }

  /// An engine that worked and reported nothing is unmetered; a budget that can therefore not be kept is said, once.
  private mutating func noteUnmetered(_ step: inout TaskStep) {
    guard turnDidSomething, !record.unmetered, record.tokens.total == 0, record.costUSD == 0 else { return }
    record.unmetered = true
    guard record.limits.budgetUSD > 0 || record.limits.tokens > 0 else { return }
    step.events.append(
      .note(.warning, "\(record.engine) reports no usage: the limits of money and tokens cannot be kept; those of turns and minutes are."))
  }

  /// A turn, or the start of an agent, failed: another try, parked, waiting for a reset, or the end.
  mutating func turnFailed(_ failure: TaskFailure, _ now: Timestamp) -> TaskStep {
    var step = TaskStep()
    guard record.phase == .preparing || record.phase == .running || record.phase == .waiting else { return step }
    record.promptInFlight = false
    record.requests = []
    record.error = failure
    if turnIsOurs, !turnDidSomething {
      // Nothing of this prompt was done: the next try is a new conversation with the same words.
      if record.turns <= 1, record.lastPrompt == record.brief {
        record.sessionID = nil
        record.lastPrompt = nil
      }
    }
    if failure.kind == .auth {
      step.events.append(.note(.error, failure.text))
      endAgent(&step)
      enter(.queued, now, detail: "parked: credential", reason: failure.text, &step)
      needOperator(.credential, failure.text, now)
      step.actions.append(.reportDeadCredential(failure.text))
      return step
    }
    if failure.kind == .usageLimit {
      // What was begun is gone on with; what was not begun is asked for again, in the same words.
      if turnIsOurs, turnDidSomething { record.lastPrompt = Self.goOnText }
      endAgent(&step)
      if let engine = record.fallback, engine != record.engine {
        let old = record.engine
        takeEngine(engine)
        step.events.append(.note(.warning, "\(failure.text) \(engine) goes on in place of \(old), as was said."))
        enter(.queued, now, detail: "goes on with \(engine)", reason: failure.text, &step)
        return step
      }
      enter(.waiting, now, detail: "usage limit", reason: failure.text, &step)
      // Never at once: a moment that has passed already would let it run into the limit again and again.
      record.notBefore = usageLimitUntil.map { max($0, Timestamp(milliseconds: now.milliseconds + 60_000)) }
      let promise = record.notBefore.map { "It goes on by itself at \($0)." } ?? ""
      ask(.usageLimit, "\(failure.text) \(promise) Go on now?", now, &step)
      return step
    }
    guard RetryPolicy.isWorthAnotherTry(failure.kind), record.retries < record.limits.retries else {
      end(failure, now, &step)
      return step
    }
    record.retries += 1
    let delay = RetryPolicy.delaySeconds(retry: record.retries, task: record.id)
    record.notBefore = Timestamp(milliseconds: now.milliseconds + Int64(delay * 1000))
    endAgent(&step)
    enter(
      .queued, now, detail: "retry \(record.retries) of \(record.limits.retries): \(failure.kind.rawValue)", reason: failure.text, &step)
    return step
  }

  /// The limit is over: it goes back to the queue and goes on from there, in the same session.
  mutating func usageLimitPassed(_ now: Timestamp) -> TaskStep {
    guard record.phase == .waiting, record.attention?.kind == .usageLimit else {
      return .refused("\(record.id) does not wait for the end of a usage limit.")
    }
    var step = TaskStep()
    record.notBefore = nil
    record.attention = nil
    record.requests = []
    enter(.queued, now, reason: "the usage limit is over", &step)
    return step
  }

  mutating func endAgent(_ step: inout TaskStep) {
    if hasAgent { step.actions.append(.endAgent) }
    hasAgent = false
  }

  mutating func parked() -> TaskStep {
    hasAgent = false
    var step = TaskStep()
    step.changed = false
    return step
  }
}

extension TaskStep {
  /// What another step wants, after what this one wants.
  mutating func append(_ other: TaskStep) {
    events += other.events
    actions += other.actions
    changed = changed || other.changed
  }
}

extension TaskMachine {
  /// Time in which its agent could do nothing is no running time: taken off before the phase's own time is added at its end.
  mutating func stoodStill(_ seconds: Double) -> TaskStep {
    guard record.phase == .running, seconds > 0 else { return .refused("\(record.id) does not run.") }
    var step = TaskStep()
    record.runningSeconds -= seconds
    step.changed = true
    return step
  }
}

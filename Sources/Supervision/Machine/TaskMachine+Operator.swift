import Model

/// What operators say to a task that is under way.
extension TaskMachine {
  mutating func message(_ text: String, _ author: String, _ now: Timestamp) -> TaskStep {
    guard text.contains(where: { !$0.isWhitespace }) else { return .refused("Sending a message to \(record.id): it is empty.") }
    var step = TaskStep()
    switch record.phase {
    case .queued, .preparing:
      record.pendingMessages.append(text)
      step.events.append(.note(.info, "A message of \(author) waits for the agent: \(text)"))
    case .running:
      record.pendingMessages.append(text)
      step.events.append(.note(.info, "A message of \(author) waits for the end of the turn: \(text)"))
    case .waiting:
      if record.attention?.kind == .interrupted || record.attention?.kind == .usageLimit {
        return goOn(text, author, now)
      }
      record.pendingMessages.append(text)
      step.events.append(.note(.info, "A message of \(author) waits for the end of the turn: \(text)"))
    case .review:
      if record.limits.turns > 0, record.turns >= record.limits.turns {
        return .refused("Sending a message to \(record.id): its limit of \(record.limits.turns) turns is reached.")
      }
      return goOn(text, author, now)
    case .failed, .stopped:
      return .refused("\(record.id) is \(record.phase.rawValue): `carrel retry \(record.id)` starts it again, then it takes messages.")
    case .publishing, .done, .discarded:
      return .refused("\(record.id) is \(record.phase.rawValue): it takes no more messages.")
    }
    return step
  }

  /// Begins another turn with an operator's words, in the live agent or a resumed one.
  mutating func goOn(_ text: String, _ author: String, _ now: Timestamp) -> TaskStep {
    var step = TaskStep()
    record.attention = nil
    record.error = nil
    record.notBefore = nil
    record.requests = []
    if hasAgent {
      enter(.running, now, &step)
      prompt(text, origin: author, &step)
    } else {
      // Stored before anything is started: a crash in between must not send an earlier prompt again.
      record.pendingMessages.insert(text, at: 0)
      record.promptInFlight = false
      enter(.preparing, now, detail: "resuming \(record.engine)", &step)
      step.actions.append(.prepare(fresh: false))
    }
    return step
  }

  mutating func answered(_ request: String?, _ answer: AgentAnswer, _ author: String, _ now: Timestamp) -> TaskStep {
    guard record.phase == .waiting else { return .refused("\(record.id) asks nothing: it is \(record.phase.rawValue).") }
    if let request, record.attention?.request != request, !record.requests.contains(where: { $0.id == request }) {
      return .refused("\(record.id) does not ask that (any more): it was answered or withdrawn.")
    }
    if let answered = answeredSetup(answer, author, now) { return answered }
    switch record.attention?.kind {
    case .interrupted, .usageLimit:
      return answeredInterruption(answer, author, now)
    case .sandbox:
      guard answer == .allow || answer == .always else {
        return stopped(author, now)
      }
      var step = TaskStep()
      step.events.append(.answered(request: record.attention?.request ?? "sandbox", answer: answer, by: author))
      enter(.queued, now, &step)
      record.attention = nil
      record.requests = []
      return step
    default: break
    }
    let found = request.map { id in record.requests.first { $0.id == id } } ?? (record.requests.count == 1 ? record.requests.first : nil)
    guard let open = found else {
      if request == nil, record.requests.count > 1 {
        return .refused(
          "\(record.id) asks \(record.requests.count) things: say which with --request (\(record.requests.map(\.id).joined(separator: ", ")))."
        )
      }
      return .refused("\(record.id) does not ask that (any more): it was answered or withdrawn.")
    }
    if let planned = planAnswered(open, answer, author, now) { return planned }
    var step = TaskStep()
    record.requests.removeAll { $0.id == open.id }
    step.events.append(.answered(request: open.id, answer: answer, by: author))
    if hasAgent {
      step.actions.append(.answer(request: open.id, answer))
      if record.requests.isEmpty { enter(.running, now, &step) } else { attendToFirstRequest(now) }
      return step
    }
    // The process that asked is gone: its session is resumed with the answer in words.
    record.requests = []
    step.append(goOn(AnswerInWords.text(for: open, answer: answer), author, now))
    return step
  }

  mutating func answeredInterruption(_ answer: AgentAnswer, _ author: String, _ now: Timestamp) -> TaskStep {
    var text = Self.goOnText
    switch answer {
    case .allow, .always: break
    case .answers(let answers): text = answers.values.first ?? text
    case .deny:
      var step = TaskStep()
      step.events.append(.answered(request: record.attention?.request ?? "go on", answer: answer, by: author))
      record.promptInFlight = false
      record.notBefore = nil
      record.requests = []
      record.chain?.isHeld = true
      enter(.running, now, detail: "measuring the change", &step)
      isMeasuring = true
      step.actions.append(.measure(final: true))
      return step
    }
    var step = TaskStep()
    step.events.append(.answered(request: record.attention?.request ?? "go on", answer: answer, by: author))
    step.append(goOn(text, author, now))
    return step
  }

  mutating func interrupt() -> TaskStep {
    guard record.phase == .running || record.phase == .waiting, hasAgent else {
      return .refused("\(record.id) has no running turn to interrupt.")
    }
    var step = TaskStep()
    step.changed = false
    step.actions.append(.interruptAgent)
    return step
  }

  mutating func stopped(_ author: String, _ now: Timestamp) -> TaskStep {
    guard !record.phase.isEnd, record.phase != .publishing else {
      return .refused("\(record.id) is \(record.phase.rawValue): there is nothing to stop\(record.wayOutOfPublishing).")
    }
    var step = TaskStep()
    // Also one that is only just being started.
    step.actions.append(.endAgent)
    hasAgent = false
    record.requests = []
    record.attention = nil
    record.notBefore = nil
    record.promptInFlight = false
    isMeasuring = false
    enter(.stopped, now, reason: "by \(author)", &step)
    if record.workspacePath != nil { step.actions.append(.measure(final: false)) }
    return step
  }

  mutating func limitReached(_ text: String, _ now: Timestamp) -> TaskStep {
    guard record.phase == .running || record.phase == .waiting else { return .refused("\(record.id) is not running.") }
    var step = TaskStep()
    end(TaskFailure(.limit, text), now, &step)
    return step
  }

  mutating func silent(_ text: String) -> TaskStep {
    guard record.phase == .running else { return .refused("\(record.id) is not running.") }
    var step = TaskStep()
    record.detail = text
    step.events.append(.note(.warning, text))
    return step
  }

  mutating func modelChosen(_ model: String) -> TaskStep {
    guard !record.phase.isEnd, record.phase != .publishing else { return .refused("\(record.id) is \(record.phase.rawValue).") }
    var step = TaskStep()
    record.model = model
    step.events.append(.note(.info, "The model is now \(model)."))
    if hasAgent { step.actions.append(.setModel(model)) }
    return step
  }

  mutating func priorityChosen(_ priority: Int) -> TaskStep {
    record.priority = priority
    return TaskStep()
  }
}

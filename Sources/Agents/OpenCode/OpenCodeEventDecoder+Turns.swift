import JSON
import Model

extension OpenCodeEventDecoder {
  /// A prompt is about to be handed over.
  mutating func promptSending() {
    isPending = true
    isActive = false
    isBusy = false
    hasAnswer = false
    isCompacting = false
    isInterrupted = false
    lastError = nil
    lastText = nil
    lastRetry = nil
  }

  /// The prompt is handed over. Starts its turn, unless what came before has done so already.
  mutating func promptSent() -> [AgentEvent] { isPending ? startTurn() : [] }

  /// The prompt could not be handed over; true when no turn of it runs.
  mutating func promptFailed() -> Bool {
    isPending = false
    return !turnRunning
  }

  mutating func startTurn() -> [AgentEvent] {
    isPending = false
    guard !turnRunning else { return [] }
    turnRunning = true
    return [.turnStarted]
  }

  /// How the turn that runs has gone, if it is over now.
  func outcome() -> TurnOutcome {
    if isInterrupted { return .interrupted }
    if let lastError { return OpenCodeFailure.outcome(lastError) }
    if !hasAnswer, !isCompacting {
      return .failed(
        TaskFailure(
          .engine, "opencode ended the turn without an answer; retry, or look into its log in the task's home (.local/share/opencode/log).")
      )
    }
    return .completed
  }

  /// Closes what is open: texts with what has come of them, calls as cancelled.
  mutating func closeParts() -> [AgentEvent] {
    var events: [AgentEvent] = []
    for (id, text) in texts.sorted(by: { $0.value.number < $1.value.number }) { events += close(text, id) }
    texts = [:]
    for id in calls.keys.sorted() {
      events.append(.toolFinished(id: id, status: refused.contains(id) ? .denied : .cancelled, output: "", exitCode: nil))
      remember(id)
    }
    calls = [:]
    callParts = [:]
    refused = []
    held = [:]
    return events
  }

  /// The end of the turn.
  mutating func endTurn(_ outcome: TurnOutcome) -> [AgentEvent] {
    guard turnRunning else { return [] }
    let events = closeParts()
    turnRunning = false
    isActive = false
    var text = lastText
    if case .failed = outcome { text = nil }
    return events + [.turnDone(outcome, text: text)]
  }

  /// The stream is over for good: a turn that runs, or a prompt that never came to one, ends so.
  mutating func ended(_ outcome: TurnOutcome) -> [AgentEvent] {
    var events: [AgentEvent] = []
    if isPending { events += startTurn() }
    if turnRunning { events += endTurn(outcome) }
    return events
  }

  /// Whether pieces of an open text may be missing.
  var isBehind: Bool { texts.values.contains(where: \.isStale) }
}

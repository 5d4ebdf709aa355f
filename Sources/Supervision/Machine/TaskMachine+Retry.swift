import Model

/// Going on after an end, with the same engine or another.
extension TaskMachine {
  /// What an agent is told that goes on after a cut that it knows nothing of.
  static let goOnText = "You were interrupted. Go on where you were."

  mutating func retried(_ change: RetryChange, _ now: Timestamp) -> TaskStep {
    let interrupted = record.phase == .waiting && (record.attention?.kind == .interrupted || record.attention?.kind == .usageLimit)
    let review = record.phase == .review
    let parked = record.phase == .queued
    guard record.phase == .failed || record.phase == .stopped || interrupted || review || parked else {
      if record.phase == .discarded { return .refused("\(record.id) is discarded: bring it back with `carrel undelete \(record.id)`.") }
      return .refused("\(record.id) is \(record.phase.rawValue): only failed, stopped, interrupted or reviewed tasks can be retried.")
    }
    raiseLimits(change)
    if let effort = change.effort { record.effort = effort }
    let sameEngine = change.engine == nil || change.engine == record.engine
    if interrupted, !change.fresh, sameEngine, record.sessionID != nil {
      // Going on is all that is asked for: the cut prompt is not sent again.
      if let model = change.model { record.model = model }
      return answeredInterruption(.allow, "retry", now)
    }
    var step = TaskStep()
    chainRetried(fresh: change.fresh)
    if let engine = change.engine, engine != record.engine {
      takeEngine(engine, effort: change.effort)
      if change.fresh { record.pendingMessages = [] }
    }
    if let model = change.model { record.model = model }
    record.retries = 0
    // What the text of a reached time limit promises: the operator's word gives it as much time again.
    if record.error?.kind == .limit { record.runningSeconds = 0 }
    record.notBefore = nil
    record.attention = nil
    if change.fresh || record.phase == .review {
      record.sessionID = nil
      record.lastPrompt = nil
    }
    if hasAgent { step.actions.append(.endAgent) }
    hasAgent = false
    record.promptInFlight = false
    record.requests = []
    if parked { return step }
    enter(.queued, now, &step)
    return step
  }

  /// Another engine goes on in the same workspace: a new conversation that begins with the brief, and then hears what the old one was told last.
  mutating func takeEngine(_ engine: String, effort: String? = nil) {
    if let last = record.lastPrompt, last != record.brief, last != Self.goOnText { record.pendingMessages.insert(last, at: 0) }
    record.engine = engine
    record.model = nil
    record.effort = effort
    record.fallback = nil
    record.sessionID = nil
    record.lastPrompt = nil
  }

  private mutating func raiseLimits(_ change: RetryChange) {
    if let budget = change.budgetUSD { record.limits.budgetUSD = budget }
    if let turns = change.maxTurns { record.limits.turns = turns }
    if let tokens = change.maxTokens { record.limits.tokens = tokens }
    if let minutes = change.minutes { record.limits.minutes = minutes }
  }
}

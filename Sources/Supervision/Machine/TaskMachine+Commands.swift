import Model

/// The repository's own commands beside the agent, and what is handed over between tasks.
extension TaskMachine {
  mutating func commandStarted(_ name: String, _ command: String) -> TaskStep {
    guard record.phase == .running || record.phase == .preparing else { return .refused("\(record.id) is not running.") }
    var step = TaskStep()
    record.detail = "\(name): \(command)"
    step.events.append(.note(.info, "Running the \(name) command: \(command)"))
    return step
  }

  func remarked(_ text: String) -> TaskStep {
    var step = TaskStep()
    step.changed = false
    step.events.append(.note(.info, text))
    return step
  }

  mutating func checked(_ result: CheckResult) -> TaskStep {
    guard record.phase == .running, isMeasuring else { return .refused("\(record.id) is not being checked.") }
    var step = TaskStep()
    record.check = result
    record.detail = "measuring the change"
    step.events.append(Self.note("check", result))
    return step
  }

  /// A turn that began meanwhile is not over: its own end says more.
  mutating func evidenced(_ mark: EvidenceMark?) -> TaskStep {
    var step = TaskStep()
    step.changed = record.evidence != mark && !record.promptInFlight
    if step.changed { record.evidence = mark }
    return step
  }

  mutating func setUp(_ result: CheckResult) -> TaskStep {
    guard record.phase == .preparing else { return .refused("\(record.id) is no longer being prepared.") }
    var step = TaskStep()
    record.isSetUp = result.passed
    record.detail = "starting \(record.engine)"
    step.events.append(Self.note("setup", result))
    return step
  }

  private static func note(_ name: String, _ result: CheckResult) -> TranscriptEvent {
    let lines = result.passed ? "" : result.lastLines(20).map { "\n" + $0 }.joined()
    return .note(result.passed ? .info : .warning, "The \(name) `\(result.command)` \(result.words).\(lines)")
  }

  mutating func handedOver(_ commit: String, _ sensitive: [String: String]) -> TaskStep {
    var step = TaskStep()
    step.changed = record.handedCommit != commit
    record.handedSensitive = sensitive.isEmpty ? nil : sensitive
    record.handedCommit = commit
    if step.changed { step.events.append(.note(.info, "The work so far is handed over as \(commit.prefix(12)).")) }
    return step
  }

  mutating func handOverFailed(_ text: String) -> TaskStep {
    var step = TaskStep()
    step.events.append(.note(.error, text))
    return step
  }

  /// Takes another task's work as its beginning.
  mutating func inherited(_ commit: String, _ branch: String?, _ outcomes: [StepOutcome], _ unticked: [String: String]) -> TaskStep {
    guard record.phase == .queued, record.workspacePath == nil else { return .refused("\(record.id) has begun already.") }
    var step = TaskStep()
    record.startCommit = commit
    record.baseBranch = branch
    record.untickedBefore = unticked.isEmpty ? nil : unticked
    if record.chain?.position == 0 { record.chain?.outcomes = outcomes }
    if let giver = record.startsFrom { step.events.append(.note(.info, "It begins with the work of \(giver), \(commit.prefix(12)).")) }
    return step
  }
}

import Model

/// Chains of steps: from one to the next, and what the last one means.
extension TaskMachine {
  /// How requests of Carrel's own for the approval of a plan begin.
  private static let planRequest = "carrel-plan-"

  /// A turn has ended and is measured: whether the chain goes on by itself or asks for its plan's approval, instead of entering review.
  mutating func stepEnded(_ now: Timestamp, _ step: inout TaskStep) -> Bool {
    guard let chain = record.chain, let current = chain.current, !current.isPublishing, !chain.isHeld, record.pendingMessages.isEmpty
    else { return false }
    if record.mode == .plan, chain.goesOn {
      askForPlan(now, &step)
      return true
    }
    return advance(handing: record.summary, isPlan: false, now, &step)
  }

  /// The plan step's turn ended without its engine asking for the plan's approval: Carrel asks.
  private mutating func askForPlan(_ now: Timestamp, _ step: inout TaskStep) {
    let text = record.summary.isEmpty ? "(The agent ended without a plan in words.)" : record.summary
    let request = AgentRequest(id: "\(Self.planRequest)\(now.milliseconds)", kind: .plan(text), title: "Is this plan right?")
    record.requests = [request]
    step.events.append(.agent(.asked(request)))
    enter(.waiting, now, detail: record.stepText ?? "", reason: request.title, &step)
    needOperator(.plan, request.title, now, request: request.id)
  }

  /// An operator answers about a plan: nil when it is not a chain's plan, or a no to the agent's own request, which it is told as always.
  mutating func planAnswered(_ open: AgentRequest, _ answer: AgentAnswer, _ author: String, _ now: Timestamp) -> TaskStep? {
    guard case .plan(let text) = open.kind, record.mode == .plan, let chain = record.chain, chain.goesOn else { return nil }
    var step = TaskStep()
    switch answer {
    case .allow, .always:
      record.requests = []
      step.events.append(.answered(request: open.id, answer: answer, by: author))
      _ = advance(handing: text, isPlan: true, now, &step)
      return step
    case .deny, .answers:
      guard open.id.hasPrefix(Self.planRequest) else { return nil }
      record.requests = []
      step.events.append(.answered(request: open.id, answer: answer, by: author))
      var remark = ""
      switch answer {
      case .deny(let reason): remark = reason
      case .answers(let answers): remark = answers.sorted { $0.key < $1.key }.map(\.value).joined(separator: "\n")
      case .allow, .always: break
      }
      let words = remark.isEmpty ? "" : " " + remark
      step.append(goOn("The plan is not approved.\(words) Make it anew, whole; still change no file.", author, now))
      return step
    }
  }

  /// Goes on to the next step. False when nobody works in it: then the review is next.
  private mutating func advance(handing text: String, isPlan: Bool, _ now: Timestamp, _ step: inout TaskStep) -> Bool {
    guard var chain = record.chain, let current = chain.current, let next = chain.next else { return false }
    chain.outcomes.append(
      StepOutcome(name: current.name, engine: record.engine, model: record.model, isPlan: isPlan, text: text, check: record.check))
    chain.position += 1
    record.chain = chain
    guard !next.isPublishing else { return false }
    endAgent(&step)
    begin(next, of: chain)
    isMeasuring = false
    enter(.preparing, now, detail: record.stepText ?? "", &step)
    step.actions.append(.prepare(fresh: false))
    return true
  }

  /// Makes a step the present one, with a conversation of its own.
  private mutating func begin(_ next: WorkStep, of chain: StepChain) {
    record.take(next, of: chain)
    record.sessionID = nil
    record.lastPrompt = nil
    record.promptInFlight = false
    record.requests = []
    record.retries = 0
    record.plan = []
    record.summary = ""
  }

  /// A task that is retried from review, or anew, goes back to its last working step, or its first.
  mutating func chainRetried(fresh: Bool) {
    guard var chain = record.chain else { return }
    chain.isHeld = false
    chain.hasTriedPublishing = false
    let inherited = chain.outcomes.count - chain.position
    if fresh {
      chain.position = 0
    } else if record.phase == .review, chain.current?.isPublishing == true {
      chain.position = max(0, chain.position - 1)
    } else {
      record.chain = chain
      return
    }
    chain.outcomes = Array(chain.outcomes.prefix(max(0, inherited) + chain.position))
    record.chain = chain
    if let current = chain.current { begin(current, of: chain) }
  }

  /// A failure with the name of the step that it happened in.
  func named(_ failure: TaskFailure) -> TaskFailure {
    guard let text = record.stepText, !failure.text.hasPrefix("In step ") else { return failure }
    var named = failure
    named.text = "In \(text): \(failure.text)"
    return named
  }

  /// The review is reached: what is handed over, and what publishes by itself, goes on from here.
  mutating func reviewReached(_ now: Timestamp, _ step: inout TaskStep) {
    guard record.phase == .review else { return }
    if record.handsOver { step.actions.append(.handOver) }
    guard let chain = record.chain, let current = chain.current, let way = current.publish, !chain.isHeld, !chain.hasTriedPublishing else {
      return
    }
    guard let diff = record.diff, !diff.isEmpty || way == .none else { return }
    if let check = record.check, !check.passed {
      let text = "It is not published by itself: the check `\(check.command)` \(check.words)."
      record.chain?.hasTriedPublishing = true
      step.events.append(.note(.warning, text))
      needOperator(.review, text, now)
      return
    }
    record.attention = nil
    record.detail = record.stepText ?? ""
    step.actions.append(.publishByItself(way, tree: diff.tree))
  }

  /// The chain's own publishing begins.
  mutating func stepPublishes(_ tree: String, _ now: Timestamp) -> TaskStep {
    guard record.phase == .review, let chain = record.chain, chain.current?.publish != nil, !chain.hasTriedPublishing else {
      return .refused("\(record.id) does not publish by itself.")
    }
    guard record.diff?.tree == tree else { return .refused("\(record.id) has changed since its turn ended.") }
    var step = TaskStep()
    record.chain?.hasTriedPublishing = true
    enter(.publishing, now, reason: "by the chain" + (chain.name.map { " \($0)" } ?? ""), &step)
    return step
  }

  /// The chain cannot publish by itself: the review waits for an operator.
  mutating func publishingHeld(_ text: String, _ now: Timestamp) -> TaskStep {
    guard record.phase == .review else { return .refused("\(record.id) is not in review.") }
    var step = TaskStep()
    record.chain?.hasTriedPublishing = true
    record.detail = ""
    step.events.append(.note(.warning, text))
    needOperator(.review, text, now)
    return step
  }
}

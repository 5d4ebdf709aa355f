import JSON
import Model
import Platform

extension OpenCodeAgent {
  /// The agent of opencode that takes the next prompt: `plan` until the plan is approved.
  var role: String { setup.mode == .plan && !isPlanApproved ? "plan" : "build" }

  /// Begins a turn.
  /// - Throws: `TaskFailure` when the prompt could not be handed over; no turn runs then.
  func begin(_ text: String) async throws(TaskFailure) {
    idle = Latch()
    let turn = idle
    do throws(TaskFailure) {
      try await prompt(text)
    } catch {
      // A turn that began nevertheless goes its way.
      guard decoder.promptFailed() else { return }
      turn.open()
      throw error
    }
  }

  /// Hands a prompt over; also the next one of a turn that waited for the approval of its plan.
  func prompt(_ text: String) async throws(TaskFailure) {
    var body = JSONObject()
    body["agent"] = .string(role)
    if let chosen { body["model"] = chosen.body }
    if let effort = setup.effort, !effort.isEmpty { body["variant"] = .string(effort) }
    body["parts"] = [["type": "text", "text": .string(text)]]
    decoder.promptSending()
    _ = try await call("POST", "\(sessionPath)/prompt_async", "Handing over the message", body: .object(body))
    await post(decoder.promptSent())
  }

  /// The session is idle: the turn is over, unless its plan waits for approval.
  func turnIdle() async {
    let turn = idle
    if decoder.isBehind { await readMessages() }
    guard turn === idle, !turn.isOpen, decoder.turnRunning, openPlan == nil else { return }
    let outcome = decoder.outcome()
    guard case .completed = outcome, role == "plan", !decoder.isCompacting, !isStopping else { return await finish(outcome) }
    var events = withdrawals()
    events += decoder.closeParts()
    planCount += 1
    let id = "plan-\(planCount)"
    openPlan = id
    let plan = decoder.lastText ?? "The agent gave no plan text; what it said before is its plan."
    events.append(.asked(AgentRequest(id: id, kind: .plan(plan.capped(at: TextLimit.detail)), title: "Is this plan right?")))
    await post(events)
  }

  /// Ends the turn, and begins the next if a prompt waits.
  func finish(_ outcome: TurnOutcome) async {
    let events = withdrawals() + decoder.endTurn(outcome)
    let turn = idle
    errands = errands.filter { !$0.isCancelled }.suffix(16)
    await post(events)
    turn.open()
    guard !waiting.isEmpty, !isStopping, !gone.isOpen, idle.isOpen else { return }
    let next = waiting.removeFirst()
    do throws(TaskFailure) {
      try await begin(next)
    } catch {
      // The message was taken: its turn is one that failed.
      await post([.turnStarted, .turnDone(.failed(error), text: nil)])
    }
  }

  /// Ends a turn that still runs with a failure.
  func failTurn(_ turn: Latch, _ failure: TaskFailure) async {
    guard turn === idle, !turn.isOpen else { return }
    _ = decoder.promptFailed()
    await finish(.failed(failure))
  }

  /// Asks the server whether the turn is over, when its end did not come with the events.
  func check(_ turn: Latch) async {
    guard turn === idle, !turn.isOpen, openPlan == nil, !gone.isOpen else { return }
    guard let value = try? await call("GET", "/session/status", "Asking for the session's state") else { return }
    let state = decoder.session.flatMap { value[$0]?["type"]?.string } ?? "idle"
    guard state == "idle", turn === idle, !turn.isOpen, decoder.turnRunning else { return }
    await readMessages()
    guard turn === idle, !turn.isOpen else { return }
    await turnIdle()
  }

  /// What is asked is void.
  func withdrawals() -> [AgentEvent] {
    let ids = asks.keys.sorted()
    asks = [:]
    return ids.map(AgentEvent.askWithdrawn)
  }

  // MARK: What opencode wants

  func act(_ control: OpenCodeControl) async {
    switch control {
    case .idle: await turnIdle()
    case .withdrawn(let id):
      if asks.removeValue(forKey: id) != nil { await post([.askWithdrawn(id: id)]) }
    case .asks(let ask):
      guard asks[ask.id] == nil else { return }
      if setup.mode == .auto { return await decide(ask) }
      asks[ask.id] = ask
      await post([.asked(ask.request)])
    }
  }

  /// In `auto` nobody is asked: a question is the agent's to decide, what the rules do not allow is refused.
  private func decide(_ ask: OpenCodeAsk) async {
    let answer: AgentAnswer
    switch ask.kind {
    case .questions(let questions):
      answer = .answers(["": AutoAnswer.decideYourself])
      let question = questions.first?.text.firstLine(limit: 300) ?? ""
      await post([.notice(.info, "The agent asked “\(question)” and was told to decide itself.")])
    case .permission(let permission):
      let title = ask.request.title.firstLine(limit: 300)
      answer = .deny(AutoAnswer.denied(permission))
      await post([.notice(.warning, "\(permission) was denied (\(title)): the rules of this task do not allow it.")])
    }
    do throws(TaskFailure) {
      try await respond(ask, answer)
    } catch {
      await post([.notice(.warning, error.text)])
    }
  }
}

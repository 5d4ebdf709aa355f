import Model

/// The mode `plan`: codex makes a plan in its own plan mode and ends the turn with it. The turn stays open until the plan is approved and worked on.
extension CodexAgent {
  /// Asks the operator.
  func askAboutPlan(_ text: String) async {
    planNumber += 1
    let id = "plan-\(planNumber)-\(sessionID ?? "")"
    openPlan = id
    await post([.asked(AgentRequest(id: id, kind: .plan(text.capped(at: TextLimit.detail)), title: "Is this plan right?"))])
  }

  /// The operator has decided.
  func decidePlan(_ answer: AgentAnswer) async throws(TaskFailure) {
    openPlan = nil
    let text: String
    switch answer {
    case .allow, .always:
      decoder.plan(false)
      stance = CodexStance.working(setup)
      text = "The plan is approved. Implement it now."
    case .deny(let reason): text = "The plan is not approved. " + (reason.isEmpty ? "Make another one." : reason)
    case .answers(let answers):
      text = "The plan is not approved. " + (answers[""] ?? answers.values.sorted().joined(separator: "\n"))
    }
    do throws(TaskFailure) {
      try await turn(text)
    } catch {
      await post(decoder.endTurn(.failed(error)))
    }
  }

  /// The plan that was asked about is void.
  func withdrawPlan() async {
    guard let id = openPlan else { return }
    openPlan = nil
    await post([.askWithdrawn(id: id)])
  }
}

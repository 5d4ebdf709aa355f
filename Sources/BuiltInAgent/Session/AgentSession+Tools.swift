import JSON
import Model
import Providers

/// Calls of tools: understood, allowed, done, told.
extension AgentSession {
  /// Does a call. `said` is the text of the answer that it came with.
  func perform(_ call: ToolRequest, said: String) async -> ToolOutcome {
    if SessionTools.names.contains(call.name), !options.deniedTools.contains(call.name) { return await performOwn(call, said: said) }
    let id = shownID(call.id)
    guard let tool = tools.first(where: { $0.offer.name == call.name }) else {
      let names = tools.map(\.offer.name).joined(separator: ", ")
      return await refused(
        id, call, kind: "other", ToolOutcome("There is no tool \(call.name.line()). The tools are \(names).", isError: true))
    }
    let plan: ToolPlan
    do throws(ToolProblem) {
      plan = try await tool.prepare(call.input)
    } catch {
      return await refused(id, call, kind: tool.kind, ToolOutcome(error.text, isError: true))
    }
    await update(SessionUpdate.call(id, tool: call.name, kind: tool.kind, plan: plan, input: call.input))
    let outcome: ToolOutcome
    switch policy.verdict(call.name, tool.effect, remembered: plan.remembered) {
    case .allow: outcome = await run(plan, id)
    case .deny(let reason): outcome = ToolOutcome(reason, isError: true)
    case .ask:
      if let refusal = await permitted(id, call, tool, plan) { outcome = refusal } else { outcome = await run(plan, id) }
    }
    await update(SessionUpdate.finished(id, outcome, change: plan.change))
    return outcome
  }

  private func run(_ plan: ToolPlan, _ id: String) async -> ToolOutcome {
    await update(SessionUpdate.running(id))
    return await plan.run()
  }

  /// Shows a call that is not done.
  private func refused(_ id: String, _ call: ToolRequest, kind: String, _ outcome: ToolOutcome) async -> ToolOutcome {
    await update(SessionUpdate.call(id, tool: call.name.line(limit: 60), kind: kind, plan: nil, input: call.input))
    await update(SessionUpdate.finished(id, outcome, change: nil))
    return outcome
  }

  // MARK: Permission

  /// Asks the operator; nil: it may run.
  private func permitted(_ id: String, _ call: ToolRequest, _ tool: any AgentTool, _ plan: ToolPlan) async -> ToolOutcome? {
    let fields = SessionUpdate.callFields(id, tool: call.name, kind: tool.kind, plan: plan, input: call.input)
    let options: [JSONValue] = [
      ["optionId": "allow", "name": "Allow", "kind": "allow_once"],
      ["optionId": "always", "name": .string("Always allow \(plan.remembered.line(limit: 80))"), "kind": "allow_always"],
      ["optionId": "reject", "name": "Reject", "kind": "reject_once"],
      ["optionId": "never", "name": .string("Never allow \(plan.remembered.line(limit: 80))"), "kind": "reject_always"],
    ]
    switch await choice(.object(fields), options) {
    case ("allow", _): return nil
    case ("always", _):
      policy.always.insert(plan.remembered)
      return nil
    case ("never", let reason):
      policy.never.insert(plan.remembered)
      return ToolOutcome(reason ?? "The operator refused this, for the rest of the session.", isError: true)
    case (nil, _) where Task.isCancelled: return ToolOutcome(Instructions.interruption, isError: true)
    case (_, let reason): return ToolOutcome(reason ?? "The operator refused this.", isError: true)
    }
  }

  /// Asks for a permission: the option that was chosen (nil: none), and the reason that came with it.
  private func choice(_ call: JSONValue, _ options: [JSONValue]) async -> (option: String?, reason: String?) {
    let parameters: JSONValue = ["sessionId": .string(id), "toolCall": call, "options": .array(options)]
    do throws(RequestFailure) {
      let answer = try await connection.request("session/request_permission", parameters)
      let reason = answer["_meta"]?["reason"]?.string.map { "The operator refused this: \($0.truncated(to: 8192))" }
      guard answer["outcome"]?["outcome"]?.string == "selected" else { return (nil, reason) }
      return (answer["outcome"]?["optionId"]?.string, reason)
    } catch {
      return (nil, "The operator could not be asked: \(error.message.line())")
    }
  }

  // MARK: The session's own tools

  private func performOwn(_ call: ToolRequest, said: String) async -> ToolOutcome {
    switch call.name {
    case SessionTools.plan: await showPlan(call)
    case SessionTools.question: await askQuestions(call)
    default: await approvePlan(call, said: said)
    }
  }

  private func showPlan(_ call: ToolRequest) async -> ToolOutcome {
    guard let steps = SessionTools.steps(call.input) else { return ToolOutcome("TodoWrite needs the list `todos`.", isError: true) }
    do throws(TaskFailure) { try await record(.plan(steps)) } catch { return ToolOutcome(error.text, isError: true) }
    await update(SessionUpdate.plan(steps))
    return ToolOutcome("The list is shown.")
  }

  private func askQuestions(_ call: ToolRequest) async -> ToolOutcome {
    let questions = SessionTools.questions(call.input)
    guard !questions.isEmpty else { return ToolOutcome("AskUserQuestion needs the list `questions`.", isError: true) }
    guard asksQuestions else {
      return ToolOutcome("Nobody can be asked here: decide yourself, and say at the end what you decided and why.")
    }
    let id = shownID(call.id)
    let plan = ToolPlan(title: questions[0].text.line(), remembered: call.name) { ToolOutcome("") }
    await update(SessionUpdate.call(id, tool: call.name, kind: "think", plan: plan, input: call.input))
    let outcome = await answers(questions, id)
    await update(SessionUpdate.finished(id, outcome, change: nil))
    return outcome
  }

  private func answers(_ questions: [AgentQuestion], _ callID: String) async -> ToolOutcome {
    let message = questions.count == 1 ? questions[0].text : "The agent has \(questions.count) questions."
    do throws(RequestFailure) {
      let answer = try await connection.request(
        "elicitation/create",
        [
          "sessionId": .string(id), "toolCallId": .string(callID), "mode": "form", "message": .string(message),
          "requestedSchema": SessionTools.form(questions),
        ])
      switch answer["action"]?.string {
      case "accept": return ToolOutcome(SessionTools.answers(questions, answer["content"] ?? [:]))
      default: return ToolOutcome("The operator does not answer: decide yourself, and say at the end what you decided and why.")
      }
    } catch {
      if Task.isCancelled { return ToolOutcome(Instructions.interruption, isError: true) }
      return ToolOutcome("The operator could not be asked (\(error.message.line())): decide yourself.")
    }
  }

  private func approvePlan(_ call: ToolRequest, said: String) async -> ToolOutcome {
    guard policy.mode == .plan else { return ToolOutcome("Plan mode is over already: go on with the work.") }
    let text = call.input["plan"]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? said
    guard !text.isEmpty else { return ToolOutcome("ExitPlanMode needs the whole plan in `plan`.", isError: true) }
    let id = shownID(call.id)
    let plan = ToolPlan(title: "Plan", remembered: call.name) { ToolOutcome("") }
    var fields = SessionUpdate.callFields(id, tool: call.name, kind: "switch_mode", plan: plan, input: call.input)
    fields["content"] = [["type": "content", "content": ["type": "text", "text": .string(text.truncated(to: TextLimit.shown))]]]
    var shown = fields
    shown["sessionUpdate"] = "tool_call"
    await update(.object(shown))
    let outcome = await approval(.object(fields))
    await update(SessionUpdate.finished(id, outcome, change: nil))
    return outcome
  }

  private func approval(_ call: JSONValue) async -> ToolOutcome {
    let after = options.modeAfterPlan
    let (chosen, reason) = await choice(
      call,
      [
        [
          "optionId": "approve", "name": .string(after == .auto ? "Approve the plan" : "Approve, and ask for each change"),
          "kind": "allow_once",
        ],
        ["optionId": "approve-all", "name": "Approve, and ask no more", "kind": "allow_always"],
        ["optionId": "refine", "name": "Keep planning", "kind": "reject_once"],
      ])
    guard chosen == "approve" || chosen == "approve-all" else {
      if Task.isCancelled { return ToolOutcome(Instructions.interruption, isError: true) }
      return ToolOutcome(
        "\(reason ?? "The operator does not approve the plan.") Change nothing yet; improve the plan and show it again.", isError: true)
    }
    do throws(TaskFailure) {
      try await set(mode: chosen == "approve" ? after : .auto, tells: true)
    } catch {
      return ToolOutcome(error.text, isError: true)
    }
    return ToolOutcome("The operator approved the plan. Plan mode is over: do what the plan says.")
  }
}

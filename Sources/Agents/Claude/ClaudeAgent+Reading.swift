import JSON
import Model
import Platform

extension ClaudeAgent {
  /// Lines that came together: their events are handed out at once, but for what the program wants to be answered in between.
  func take(_ lines: [LineSplitter.Line]) async {
    var events: [AgentEvent] = []
    for line in lines {
      let output = decoder.decode(line.bytes)
      events += output.events
      guard !output.control.isEmpty else { continue }
      await post(events)
      events = []
      for control in output.control { await act(control) }
    }
    await post(events)
  }

  /// The program is gone.
  func ended(_ exit: AgentExit) async {
    gone.open()
    for id in replies.keys { reply(id, .failure(TaskFailure(.engine, "\(program.engine) has ended."))) }
    var events = requests.keys.sorted().map(AgentEvent.askWithdrawn)
    requests = [:]
    events += await endedTurn(exit)
    await post(events)
    await channel.finish(exit)
  }

  private func endedTurn(_ exit: AgentExit) async -> [AgentEvent] {
    if isStopping { return decoder.ended(outcome: .interrupted) }
    let said = await channel.lastWords
    return decoder.ended(TaskFailure(.engine, "\(program.engine) ended in the middle of the turn (\(exit.text)).\(said)"))
  }

  // MARK: Control

  private func act(_ control: ClaudeControl) async {
    switch control {
    case .session(let id): sessionID = id
    case .model(let name): model = name
    case .withdrawn(let id):
      if requests.removeValue(forKey: id) != nil { await post([.askWithdrawn(id: id)]) }
    case .answered(let id, let payload, let error):
      reply(id, error.map { .failure(TaskFailure(.badRequest, "\(program.engine) refused: \($0.capped(at: 1024))")) } ?? .success(payload))
    case .unsupported(let id, let subtype):
      let line: JSONValue = [
        "type": "control_response",
        "response": ["subtype": "error", "request_id": .string(id), "error": .string("\(subtype) is not supported")],
      ]
      try? await write(line, "answering")
    case .asks(let permission): await asked(permission)
    }
  }

  private func asked(_ permission: ClaudePermission) async {
    if setup.mode == .auto {
      await decide(permission)
      return
    }
    requests[permission.id] = permission
    guard permission.isPlan else {
      await post([.asked(permission.request(plan: nil, workspace: setup.workspace))])
      return
    }
    // The plan is asked for with a control request, whose answer this reader has to read.
    Task { await self.askAboutPlan(permission) }
  }

  private func askAboutPlan(_ permission: ClaudePermission) async {
    let plan = await plan(permission)
    guard requests[permission.id] != nil else { return }
    await post([.asked(permission.request(plan: plan, workspace: setup.workspace))])
  }

  /// The plan's text: in the request, else from claude, else the newest file in its directory of plans.
  private func plan(_ permission: ClaudePermission) async -> String? {
    if let text = permission.input["plan"]?.string, !text.isEmpty { return text }
    let reply = try? await control(["subtype": "get_plan"], "reading the plan")
    if let text = (reply?["plan"] ?? reply?["content"])?.string, !text.isEmpty { return text }
    return await PlanFile.newest(in: "\(ClaudeCommandLine.configDirectory(setup))/plans")
  }

  /// In `auto` nobody is asked: a question is the agent's to decide, a plan is good, what the rules do not allow is refused.
  private func decide(_ permission: ClaudePermission) async {
    let answer: AgentAnswer
    if permission.isPlan {
      answer = .allow
      await post([.notice(.info, "The agent's plan was approved: nobody is asked in mode auto.")])
    } else if permission.isQuestion {
      answer = .answers(["": AutoAnswer.decideYourself])
      let question = permission.questions.first?.text.firstLine(limit: 300) ?? ""
      await post([.notice(.info, "The agent asked “\(question)” and was told to decide itself.")])
    } else {
      answer = .deny(AutoAnswer.denied(permission.tool))
      let title = ClaudeTool(name: permission.tool, input: permission.input, workspace: setup.workspace).title
      await post([
        .notice(.warning, "\(permission.tool)\(title.isEmpty ? "" : " (\(title))") was denied: the rules of this task do not allow it.")
      ])
    }
    try? await respond(permission, permission.response(to: answer, rules: ClaudeCommandLine.allowedTools(setup)))
  }
}

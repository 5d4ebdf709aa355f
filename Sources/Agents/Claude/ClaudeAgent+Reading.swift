import JSON
import Model
import Platform
import Secrets

extension ClaudeAgent {
  /// Longer lines are cut, and so cannot be read; said as a notice.
  private static var lineLimit: Int { 64 << 20 }

  /// Reads both streams to their ends and says how the program ended. The end of the output ends the agent, also when the process lives on; the end of the
  /// process ends the streams, also when a descendant holds them.
  func watch(_ process: any AgentProcess) async {
    let ender = Task {
      _ = await process.wait()
      process.drain()
    }
    let errors = Task { await self.readErrors(process) }
    await readOutput(process)
    let patience = Task {
      try? await Task.sleep(for: .seconds(5))
      if !Task.isCancelled { await process.end(grace: 5) }
    }
    let exit = await process.wait()
    patience.cancel()
    await ender.value
    await errors.value
    await ended(exit)
  }

  private func readOutput(_ process: any AgentProcess) async {
    var splitter = LineSplitter(limit: Self.lineLimit)
    while let bytes = await process.nextOutput() {
      await take(splitter.append(bytes))
      await pump?.room()
    }
    if let line = splitter.finish() { await take([line]) }
  }

  /// Lines that came together: logged at once, and their events handed out at once, but for what the program wants to be answered in between.
  private func take(_ lines: [LineSplitter.Line]) async {
    let redacted = lines.map { redactor.redact($0.bytes) }
    await log?.received(redacted)
    var events: [AgentEvent] = []
    for (line, bytes) in zip(lines, redacted) {
      if line.truncated {
        events.append(.notice(.warning, "A line of \(program.engine) is longer than \(Self.lineLimit >> 20) MiB and was left out."))
        continue
      }
      let output = decoder.decode(bytes)
      events += output.events
      guard !output.control.isEmpty else { continue }
      await post(events)
      events = []
      for control in output.control { await act(control) }
    }
    await post(events)
  }

  private func readErrors(_ process: any AgentProcess) async {
    var splitter = LineSplitter(limit: TextLimit.errorLine)
    while let bytes = await process.nextError() {
      await tell(splitter.append(bytes))
      await pump?.room()
    }
    if let line = splitter.finish() { await tell([line]) }
  }

  private func tell(_ lines: [LineSplitter.Line]) async {
    let texts = lines.map { redactor.redact(String(decoding: $0.bytes, as: UTF8.self)) + ($0.truncated ? "…" : "") }.filter { !$0.isEmpty }
    errorTail = Array((errorTail + texts).suffix(5))
    await post(texts.map(AgentEvent.standardError))
  }

  private func ended(_ exit: AgentExit) async {
    gone.open()
    for id in replies.keys { reply(id, .failure(TaskFailure(.engine, "\(program.engine) has ended."))) }
    var events = requests.keys.sorted().map(AgentEvent.askWithdrawn)
    requests = [:]
    events += endedTurn(exit)
    await post(events + [.exited(code: exit.code, signal: exit.signal)])
    await pump?.finish()
    await log?.close()
  }

  private func endedTurn(_ exit: AgentExit) -> [AgentEvent] {
    if isStopping { return decoder.ended(outcome: .interrupted) }
    let said = errorTail.isEmpty ? "" : " It said: \(errorTail.joined(separator: " / ").capped(at: 2048))"
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

import JSON
import Model
import Platform

extension CodexAgent {
  // MARK: Process

  /// Starts the program and opens the thread: the first time, and again when a command could not be ended otherwise.
  func begin() async throws(TaskFailure) {
    gone = Latch()
    let resuming = sessionID ?? setup.session.resumed
    do throws(TaskFailure) {
      try await channel.run(
        CodexCommandLine.appServer(program, setup),
        take: { [weak self] in await self?.take($0) }, ended: { [weak self] in await self?.ended($0) })
    } catch {
      gone.open()
      throw error
    }
    let doing = "Starting \(program.engine)"
    _ = try await call("initialize", CodexHandshake.greeting, doing, seconds: 60)
    try await write(["method": "initialized"], doing)
    let plans = setup.mode == .plan && (phase == .starting || decoder.isPlanning)
    decoder.plan(plans)
    let stance = plans ? CodexStance.planning(setup) : CodexStance.working(setup)
    let opening = CodexHandshake.opening(setup, resuming: resuming, stance, model: chosenModel ?? CodexConfiguration.modelName(setup.model))
    let result = try await call(opening.method, opening.params, resuming.map { "Resuming the session \($0)" } ?? doing, seconds: 60)
    guard let id = result["thread"]?["id"]?.string else {
      throw TaskFailure(.protocolError, "\(doing): it opened no thread; update codex, or look into the task's protocol log.")
    }
    if let resuming, resuming != id {
      throw TaskFailure(.engine, "Resuming the session \(resuming): codex opened the session \(id) instead; retry the task with --fresh.")
    }
    phase = .working
  }

  /// The process is gone.
  func ended(_ exit: AgentExit) async {
    let said = await channel.lastWords
    gone.open()
    let failure = TaskFailure(.engine, "\(program.engine) has ended (\(exit.text)).\(said)")
    for id in replies.keys { reply(id, .failure(failure)) }
    await post(requests.keys.sorted().map(AgentEvent.askWithdrawn))
    requests = [:]
    decoder.processEnded()
    guard phase == .working else { return }
    await withdrawPlan()
    let cut = TaskFailure(.engine, "\(program.engine) ended in the middle of the turn (\(exit.text)).\(said)")
    await post(decoder.endTurn(isStopping ? .interrupted : decoder.held ?? .failed(cut)))
    await finish(exit)
  }

  /// The agent is over.
  func finish(_ exit: AgentExit) async {
    guard phase != .over else { return }
    phase = .over
    await post(decoder.endTurn(isStopping ? .interrupted : .failed(TaskFailure(.engine, "\(program.engine) has ended."))))
    await channel.finish(exit)
  }

  // MARK: Reading

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

  private func act(_ control: CodexControl) async {
    switch control {
    case .thread(let id): sessionID = sessionID ?? id
    case .model(let name): if chosenModel == nil { model = name }
    case .asks(let request): await asked(request)
    case .resolved(let rpc):
      guard let request = requests.values.first(where: { $0.rpc == rpc }) else { return }
      requests[request.id] = nil
      await post([.askWithdrawn(id: request.id)])
    case .unsupported(let id, let method):
      try? await write(["id": id, "error": ["code": -32601, "message": .string("\(method) is not supported")]], "answering")
    case .answered(let id, let result):
      if starters.remove(id) != nil { await post(decoder.startTurn(nil)) }
      reply(id, .success(result))
    case .failed(let id, let text): reply(id, .failure(TaskFailure(.badRequest, "\(program.engine) refused: \(text.capped(at: 1024))")))
    // What follows waits for answers that this reader has to read.
    case .commandsLeft: Task { await self.endCommands() }
    case .planned(let text): await askAboutPlan(text)
    }
  }

  // MARK: Commands

  /// An interrupted turn leaves its commands running (facts/engines.md, 2.5). They are ended before the turn is: through codex, or with the whole process, in which
  /// case another one goes on with the thread.
  private func endCommands() async {
    do throws(TaskFailure) {
      let thread = try thread("ending the command")
      _ = try await call("thread/backgroundTerminals/clean", ["threadId": .string(thread)], "ending the command", seconds: 5)
      await post(decoder.releaseTurn())
    } catch {
      guard phase == .working, !isStopping else { return }
      await restart()
    }
  }

  private func restart() async {
    phase = .restarting
    await channel.end(grace: 0)
    _ = await gone.wait()
    do throws(TaskFailure) {
      try await begin()
      await post(decoder.releaseTurn())
    } catch {
      await post([.notice(.error, error.text)] + decoder.endTurn(.interrupted))
      await channel.end(grace: 0)
      await finish(AgentExit(code: 0))
    }
  }

  // MARK: Requests

  private func asked(_ request: CodexRequest) async {
    let rules = CodexRules(setup)
    let reads = CodexSafeCommand.isReading(request)
    if reads || (!decoder.isPlanning && setup.mode != .ask && rules.allows(request)) {
      try? await respond(request, .allow)
    } else if setup.mode == .auto {
      await decide(request)
    } else {
      requests[request.id] = request
      await post([.asked(request.request(in: setup.workspace))])
    }
  }

  /// In `auto` nobody is asked: a question is the agent's to decide, what the rules do not allow is refused.
  private func decide(_ request: CodexRequest) async {
    if request.isQuestion {
      let question = request.questions.first?.question.text.firstLine(limit: 300) ?? ""
      await post([.notice(.info, "The agent asked “\(question)” and was told to decide itself.")])
      // A form of an MCP server wants data, not words.
      try? await respond(request, request.kind == .elicitation ? .deny("") : .answers(["": AutoAnswer.decideYourself]))
    } else {
      let title = request.request(in: setup.workspace).title
      await post([.notice(.warning, "\(request.tool) (\(title)) was denied: the rules of this task do not allow it.")])
      try? await respond(request, .deny(AutoAnswer.denied(request.tool)))
    }
  }
}

extension AgentSetup.Session {
  /// The id of the conversation that goes on.
  var resumed: String? {
    if case .resume(let id) = self { id } else { nil }
  }
}

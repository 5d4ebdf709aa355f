import JSON
package import Model
import Platform
import Synchronization

/// A running `codex app-server` with one thread (facts/engines.md, 2.5); of a codex that has no app-server, its `codex exec`. One process, many turns.
package actor CodexAgent: CodingAgent {
  package nonisolated var capabilities: AgentCapabilities { able.withLock { $0 } }
  package nonisolated let workingDirectory: String
  package internal(set) var sessionID: String?
  package internal(set) var model: String?

  private nonisolated let able: Mutex<AgentCapabilities>
  let setup: AgentSetup
  let program: AgentProgram
  let channel: AgentChannel
  var decoder: CodexEventDecoder
  /// Requests of codex that are open, by their id for the operator.
  var requests: [String: CodexRequest] = [:]
  /// Requests of ours that are open.
  var replies: [Int: CheckedContinuation<Result<JSONValue, TaskFailure>, Never>] = [:]
  /// Those among them whose success begins a turn.
  var starters: Set<Int> = []
  /// The plan that waits for its approval, by its id for the operator.
  var openPlan: String?
  var planNumber = 0
  /// What the thread is told with its next turn; nil: as it is.
  var stance: CodexStance?
  /// The model that the next turn is told.
  var chosenModel: String?
  var phase = Phase.starting
  var isStopping = false
  var requestNumber = 0
  /// Open while no turn runs.
  var idle = Latch()
  /// Open when the running process is gone.
  var gone = Latch()
  /// What speaks for a codex without app-server.
  var substitute: CodexExecAgent?

  /// What the end of the process means.
  enum Phase {
    /// It is being greeted: whoever waits for the answer tells the failure.
    case starting
    /// It works.
    case working
    /// It is ended to be started again.
    case restarting
    /// The agent is over.
    case over
  }

  /// An agent, not yet started.
  package init(program: AgentProgram, setup: AgentSetup, capabilities: AgentCapabilities, launch: @escaping AgentLaunch) {
    self.program = program
    self.setup = setup
    able = Mutex(capabilities)
    channel = AgentChannel(program, setup, launch: launch)
    workingDirectory = setup.workspace
    var resumes = false
    if case .resume = setup.session { resumes = true }
    decoder = CodexEventDecoder(workspace: setup.workspace, resumes: resumes)
    idle.open()
    gone.open()
  }

  package func start(_ receive: @escaping @Sendable ([AgentEvent]) async -> Void) async throws(TaskFailure) {
    try await channel.open(receive)
    await channel.post(CodexConfiguration(setup).remarks.map { .notice(.warning, $0) })
    do throws(TaskFailure) {
      try await begin()
    } catch {
      if error.kind == .engine, sessionID == nil { _ = await gone.wait(seconds: 5) }
      guard !isStopping, CodexHandshake.isMissing(await channel.lastWords) else {
        await channel.end(grace: 2)
        throw error
      }
      try await fallBack(error)
    }
  }

  package func send(_ prompt: String) async throws(TaskFailure) {
    if let substitute { return try await substitute.send(prompt) }
    if openPlan != nil {
      await withdrawPlan()
      try await turn(prompt)
      return
    }
    if decoder.turnRunning, let turn = decoder.turnID {
      do throws(TaskFailure) {
        try await steer(prompt, into: turn)
        return
      } catch {
        // The turn has ended meanwhile: the message is the next one's.
        guard phase == .working, error.kind == .badRequest else { throw error }
      }
    }
    try await turn(prompt)
  }

  package func compact() async throws(TaskFailure) {
    if let substitute { return try await substitute.compact() }
    guard !decoder.turnRunning else { throw TaskFailure(.badRequest, "Compacting: the agent is at work; wait for its turn to end.") }
    _ = try await call("thread/compact/start", ["threadId": .string(try thread("compacting"))], "compacting", startsTurn: true)
  }

  package func interrupt() async throws(TaskFailure) {
    if let substitute { return try await substitute.interrupt() }
    guard decoder.turnRunning else { return }
    if openPlan != nil {
      await withdrawPlan()
      await post(decoder.endTurn(.interrupted))
      return
    }
    guard decoder.held == nil, let turn = decoder.turnID else { return }
    let params: JSONValue = ["threadId": .string(try thread("interrupting")), "turnId": .string(turn)]
    do throws(TaskFailure) {
      _ = try await call("turn/interrupt", params, "interrupting")
    } catch {
      // It may have ended by itself meanwhile.
      if decoder.turnRunning, decoder.turnID == turn { throw error }
    }
  }

  package func setModel(_ model: String) async throws(TaskFailure) {
    if let substitute { return try await substitute.setModel(model) }
    guard ModelName(model).isOllama == (setup.ollamaURL != nil) else {
      throw TaskFailure(
        .badRequest, "Changing the model: \(model) is of another provider than this session; retry the task with --model \(model).")
    }
    chosenModel = CodexConfiguration.modelName(model)
    self.model = chosenModel
    await channel.post([.modelChanged(model)])
  }

  package func answer(_ request: String, with answer: AgentAnswer) async throws(TaskFailure) {
    if request == openPlan { return try await decidePlan(answer) }
    guard let open = requests.removeValue(forKey: request) else {
      throw TaskFailure(.badRequest, "Answering: the agent does not ask this any more.")
    }
    try await respond(open, answer)
  }

  package func stop() async {
    isStopping = true
    await channel.stopping()
    if let substitute { return await substitute.stop() }
    if await channel.isRunning {
      if decoder.turnRunning, phase == .working {
        try? await interrupt()
        _ = await idle.wait(seconds: 2)
      }
      await channel.closeInput()
      _ = await gone.wait(seconds: 2)
    }
    await channel.end(grace: 5)
    _ = await gone.wait(seconds: 5)
    await finish(AgentExit(code: 0))
  }

  // MARK: Turns

  /// Begins a turn, or adds to the one that runs.
  func turn(_ text: String) async throws(TaskFailure) {
    let thread = try thread("handing over the message")
    var params = JSONObject()
    params["threadId"] = .string(thread)
    params["input"] = [["type": "text", "text": .string(text)]]
    if let chosenModel { params["model"] = .string(chosenModel) }
    if let effort = setup.effort, !effort.isEmpty { params["effort"] = .string(effort) }
    if let stance {
      params["approvalPolicy"] = .string(stance.approval)
      params["sandboxPolicy"] = stance.policy
    }
    if setup.mode == .plan, let model = chosenModel ?? model { params["collaborationMode"] = collaboration(model) }
    _ = try await call("turn/start", .object(params), "handing over the message")
    stance = nil
  }

  private func steer(_ text: String, into turn: String) async throws(TaskFailure) {
    _ = try await call("turn/steer", try steering(text, into: turn), "handing over the message")
  }

  private func steering(_ text: String, into turn: String) throws(TaskFailure) -> JSONValue {
    let thread = try thread("handing over the message")
    return ["threadId": .string(thread), "expectedTurnId": .string(turn), "input": [["type": "text", "text": .string(text)]]]
  }

  private func collaboration(_ model: String) -> JSONValue {
    [
      "mode": decoder.isPlanning ? "plan" : "default",
      "settings": [
        "model": .string(model), "reasoning_effort": JSONValue(setup.effort.flatMap { $0.isEmpty ? nil : $0 }),
        "developer_instructions": .null,
      ],
    ]
  }

  func thread(_ doing: String) throws(TaskFailure) -> String {
    guard phase == .working || phase == .restarting, let sessionID else {
      throw TaskFailure(.engine, "\(doing): \(program.engine) does not run.")
    }
    return sessionID
  }

  // MARK: Writing

  /// Answers a request of codex; the words that come with a no are handed over as a message.
  func respond(_ request: CodexRequest, _ answer: AgentAnswer) async throws(TaskFailure) {
    if let remark = request.remark(to: answer), let turn = decoder.turnID {
      // Before the answer, so that the model reads it with the refusal.
      requestNumber += 1
      let params = try steering(remark, into: turn)
      try await write(["id": JSONValue(requestNumber), "method": "turn/steer", "params": params], "answering")
    }
    try await write(["id": request.rpc, "result": request.response(to: answer)], "answering")
  }

  /// Sends a request and waits for its answer.
  func call(
    _ method: String, _ params: JSONValue, _ doing: String, startsTurn: Bool = false, seconds: Double = 30
  ) async throws(TaskFailure) -> JSONValue {
    requestNumber += 1
    let id = requestNumber
    if startsTurn { starters.insert(id) }
    let timer = Task {
      try? await pause(for: .seconds(seconds))
      if !Task.isCancelled {
        self.reply(id, .failure(TaskFailure(.protocolError, "\(doing): \(self.program.engine) did not answer within \(Int(seconds)) s.")))
      }
    }
    defer { timer.cancel() }
    let gone = gone
    let line: JSONValue = ["id": JSONValue(id), "method": .string(method), "params": params]
    let result = await withCheckedContinuation { (continuation: CheckedContinuation<Result<JSONValue, TaskFailure>, Never>) in
      if gone.isOpen {
        continuation.resume(returning: .failure(TaskFailure(.engine, "\(doing): \(program.engine) has ended.")))
        return
      }
      replies[id] = continuation
      Task { await self.write(line, id, doing) }
    }
    starters.remove(id)
    return try result.get()
  }

  private func write(_ line: JSONValue, _ id: Int, _ doing: String) async {
    do throws(TaskFailure) { try await write(line, doing) } catch { reply(id, .failure(error)) }
  }

  /// Ends the wait for an answer.
  func reply(_ id: Int, _ result: Result<JSONValue, TaskFailure>) { replies.removeValue(forKey: id)?.resume(returning: result) }

  func write(_ value: JSONValue, _ doing: String) async throws(TaskFailure) { try await channel.write(value, doing) }

  /// Hands events out, and keeps the latch of the turn.
  func post(_ events: [AgentEvent]) async {
    for event in events {
      if case .turnStarted = event { idle = Latch() }
      if case .turnDone = event { idle.open() }
    }
    await channel.post(events)
  }

  /// A codex without app-server: what is left of it does the work.
  private func fallBack(_ failure: TaskFailure) async throws(TaskFailure) {
    guard setup.dialect == nil else { throw failure }
    let agent = CodexExecAgent(program: program, setup: setup, channel: channel)
    able.withLock { $0 = agent.capabilities }
    await channel.post([
      .notice(
        .warning, "This codex has no app-server: each turn is a process of `codex exec`, and it cannot ask. Update codex to have all of it."
      )
    ])
    try await agent.begin()
    substitute = agent
  }
}

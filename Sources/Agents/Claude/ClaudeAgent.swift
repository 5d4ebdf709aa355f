import Platform
import JSON
package import Model

/// A running claude, or a program that speaks its stream-json (facts/engines.md, 1). One process, many turns.
package actor ClaudeAgent: CodingAgent {
  package nonisolated let capabilities: AgentCapabilities
  package nonisolated let workingDirectory: String
  package internal(set) var sessionID: String?
  package internal(set) var model: String?

  let setup: AgentSetup
  let program: AgentProgram
  let channel: AgentChannel
  var decoder: ClaudeEventDecoder
  /// Requests of claude that are open, by id.
  var requests: [String: ClaudePermission] = [:]
  /// Control requests of ours that are open, by id.
  var replies: [String: CheckedContinuation<Result<JSONValue, TaskFailure>, Never>] = [:]
  var isStopping = false
  private var requestNumber = 0
  /// Open while no turn runs.
  var idle: Latch = Latch()
  let gone = Latch()

  /// An agent, not yet started.
  package init(program: AgentProgram, setup: AgentSetup, capabilities: AgentCapabilities, launch: @escaping AgentLaunch) {
    self.program = program
    self.setup = setup
    self.capabilities = capabilities
    channel = AgentChannel(program, setup, launch: launch)
    workingDirectory = setup.workspace
    var expected: String?
    if case .resume(let id) = setup.session { expected = id }
    decoder = ClaudeEventDecoder(workspace: setup.workspace, expectedSession: expected, priorCostUSD: setup.priorCostUSD)
    idle.open()
  }

  package func start(_ receive: @escaping @Sendable ([AgentEvent]) async -> Void) async throws(TaskFailure) {
    try await channel.open(receive)
    try await writeServers()
    try await channel.run(
      ClaudeCommandLine.command(program, setup),
      take: { [weak self] in await self?.take($0) }, ended: { [weak self] in await self?.ended($0) })
  }

  package func send(_ prompt: String) async throws(TaskFailure) {
    try await say(prompt, composed: true)
  }

  package func compact() async throws(TaskFailure) {
    guard !decoder.turnRunning else { throw TaskFailure(.badRequest, "Compacting: the agent is at work; wait for its turn to end.") }
    // Without `client_composed` claude takes it as its command.
    try await say("/compact", composed: false)
  }

  package func interrupt() async throws(TaskFailure) {
    guard decoder.turnRunning else { return }
    requestNumber += 1
    try await write(
      ["type": "control_request", "request_id": .string("carrel-\(requestNumber)"), "request": ["subtype": "interrupt"]], "interrupting")
  }

  package func setModel(_ model: String) async throws(TaskFailure) {
    guard ModelName(model).isOllama == (setup.ollamaURL != nil) else {
      throw TaskFailure(
        .badRequest, "Changing the model: \(model) is not offered where this agent's models come from; retry the task with it.")
    }
    _ = try await control(["subtype": "set_model", "model": .string(ClaudeCommandLine.model(model))], "changing the model")
    self.model = model
    await channel.post([.modelChanged(model)])
  }

  package func answer(_ request: String, with answer: AgentAnswer) async throws(TaskFailure) {
    guard let open = requests.removeValue(forKey: request) else {
      throw TaskFailure(.badRequest, "Answering: the agent does not ask this any more.")
    }
    try await respond(open, open.response(to: answer, rules: ClaudeCommandLine.allowedTools(setup)))
  }

  package func stop() async {
    isStopping = true
    await channel.stopping()
    if await channel.isRunning {
      if decoder.turnRunning {
        try? await interrupt()
        _ = await idle.wait(seconds: 2)
      }
      await channel.closeInput()
      _ = await gone.wait(seconds: 2)
    }
    await channel.end(grace: 5)
  }

  /// Writes the file that names the MCP servers.
  private func writeServers() async throws(TaskFailure) {
    guard let path = ClaudeMCP.path(setup) else { return }
    let text = ClaudeMCP.text(setup.mcpServers)
    do throws(PlatformError) {
      try await runBlocking { () throws(PlatformError) in
        try Files.makeDirectory(Files.parent(of: path))
        try Files.writeAtomically(Array(text.utf8), to: path)
      }
    } catch {
      throw TaskFailure(.engine, "Preparing claude's MCP servers: \(error.text).")
    }
  }

  // MARK: Writing

  private func say(_ text: String, composed: Bool) async throws(TaskFailure) {
    let uuid = RandomID.uuid()
    var line = JSONObject()
    line["type"] = "user"
    line["message"] = ["role": "user", "content": .string(text)]
    line["parent_tool_use_id"] = .null
    line["session_id"] = ""
    line["uuid"] = .string(uuid)
    if composed { line["client_composed"] = true }
    decoder.promptSending(uuid: uuid)
    do throws(TaskFailure) {
      try await write(.object(line), "handing over the message")
    } catch {
      decoder.promptFailed(uuid: uuid)
      throw error
    }
    await post(decoder.promptSent(uuid: uuid))
  }

  /// Answers a request of claude.
  func respond(_ request: ClaudePermission, _ response: JSONValue) async throws(TaskFailure) {
    try await write(
      ["type": "control_response", "response": ["subtype": "success", "request_id": .string(request.id), "response": response]], "answering"
    )
  }

  /// Sends a control request and waits for its answer, ten seconds at most.
  func control(_ request: JSONValue, _ doing: String) async throws(TaskFailure) -> JSONValue {
    requestNumber += 1
    let id = "carrel-\(requestNumber)"
    try await write(["type": "control_request", "request_id": .string(id), "request": request], doing)
    let timer = Task {
      try? await pause(for: .seconds(10))
      if !Task.isCancelled {
        self.reply(id, .failure(TaskFailure(.protocolError, "\(doing): \(self.program.engine) did not answer within 10 s.")))
      }
    }
    defer { timer.cancel() }
    let result = await withCheckedContinuation { (continuation: CheckedContinuation<Result<JSONValue, TaskFailure>, Never>) in
      if gone.isOpen {
        continuation.resume(returning: .failure(TaskFailure(.engine, "\(doing): \(program.engine) has ended.")))
      } else {
        replies[id] = continuation
      }
    }
    return try result.get()
  }

  /// Ends the wait for an answer.
  func reply(_ id: String, _ result: Result<JSONValue, TaskFailure>) { replies.removeValue(forKey: id)?.resume(returning: result) }

  func write(_ value: JSONValue, _ doing: String) async throws(TaskFailure) { try await channel.write(value, doing) }

  /// Hands events out, and keeps the latch of the turn.
  func post(_ events: [AgentEvent]) async {
    for event in events {
      if case .turnStarted = event { idle = Latch() }
      if case .turnDone = event { idle.open() }
    }
    await channel.post(events)
  }
}

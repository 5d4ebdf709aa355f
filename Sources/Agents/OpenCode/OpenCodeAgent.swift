import HTTP
import JSON
import Model
import Platform
import Secrets

/// A session of an opencode server (facts/engines.md, 5.2): of a server that is started for this task in its sandbox, or of one that runs already. Several servers would
/// share one database, so every task's server has its own, in the private home.
actor OpenCodeAgent: CodingAgent {
  static let allCapabilities: AgentCapabilities = [
    .severalTurns, .resume, .interrupt, .permissions, .questions, .compact, .switchModel, .textDeltas, .tokens, .cost,
  ]
  /// Prompts that may wait for the running turn.
  private static let waitingLimit = 64

  nonisolated let capabilities = OpenCodeAgent.allCapabilities
  nonisolated let workingDirectory: String

  let program: AgentProgram?
  var setup: AgentSetup
  let channel: AgentChannel
  let client = HTTPClient()
  /// Where the server is, once known.
  var server: OpenCodeServer?
  var decoder: OpenCodeEventDecoder
  /// The model for the next prompts; nil: the server's default.
  var chosen: OpenCodeModel?
  var isPlanApproved = false
  /// Requests of opencode that are open, by id.
  var asks: [String: OpenCodeAsk] = [:]
  /// The plan that the operator has to approve: the request's id.
  var openPlan: String?
  var planCount = 0
  var waiting: [String] = []
  var isStopping = false
  /// The server of our own listens on this port.
  let listening = Latch()
  var port: UInt16?
  /// Open once the server, or the way to it, is gone.
  let gone = Latch()
  /// Open while no turn runs.
  var idle = Latch()
  /// Reads the server's events.
  var listener: Task<Void, Never>?
  /// Beside the stream: the sizes of models' contexts, a summary that is being made.
  var errands: [Task<Void, Never>] = []
  var isFinished = false
  /// How long it is waited before each try to hear the server again, in seconds.
  private(set) var patience = [0.05, 0.2, 0.5, 1, 2, 4, 8, 8, 8, 8]

  /// An agent with a server of its own, not yet started. `launch` starts the server.
  /// - Throws: `TaskFailure(.modelNotFound)` when the model's provider cannot be told.
  init(program: AgentProgram, setup: AgentSetup, launch: @escaping AgentLaunch) throws(TaskFailure) {
    var setup = setup
    setup.serverPassword = RandomID.uuid()
    try self.init(program, setup, AgentChannel(program, setup, launch: launch), server: nil)
  }

  /// An agent in a server that runs already; nothing is started.
  /// - Throws: `TaskFailure` when the URL or the model's provider cannot be told.
  init(server url: String, setup: AgentSetup) throws(TaskFailure) {
    guard let server = OpenCodeServer(url: url, password: setup.serverPassword, directory: setup.workspace) else {
      throw TaskFailure(
        .badRequest, "Connecting to opencode: “\(url.firstLine(limit: 200))” is no address of a server; write it as http://127.0.0.1:4096.")
    }
    let channel = AgentChannel(
      engine: "opencode", log: setup.log,
      secrets: SecretVariables.values(setup.environment, named: []) + [setup.serverPassword].compactMap { $0 }, ledger: setup.secrets
    ) { _ async throws(TaskFailure) in throw TaskFailure(.engine, "Starting opencode: its server runs already.") }
    try self.init(nil, setup, channel, server: server)
  }

  private init(
    _ program: AgentProgram?, _ setup: AgentSetup, _ channel: AgentChannel, server: OpenCodeServer?
  ) throws(TaskFailure) {
    self.server = server
    self.program = program
    self.setup = setup
    self.channel = channel
    chosen = try OpenCodeModel.of(setup.model, setup)
    workingDirectory = setup.workspace
    decoder = OpenCodeEventDecoder(workspace: setup.workspace, servers: setup.mcpServers.map(\.name))
    idle.open()
  }

  var sessionID: String? { decoder.session }
  var model: String? { decoder.model ?? chosen?.text }

  /// Other waits before the tries to hear the server again.
  func be(impatient waits: [Double]) { patience = waits }

  // MARK: What the operator wants

  func send(_ prompt: String) async throws(TaskFailure) {
    guard decoder.session != nil, !isStopping, !gone.isOpen else {
      throw TaskFailure(.engine, "Handing over the message: opencode does not run.")
    }
    guard idle.isOpen else {
      // A message to a busy session may never be answered.
      guard waiting.count < Self.waitingLimit else {
        throw TaskFailure(
          .badRequest, "Handing over the message: \(waiting.count) messages wait for opencode already; let its turn end first.")
      }
      waiting.append(prompt)
      return
    }
    try await begin(prompt)
  }

  func interrupt() async throws(TaskFailure) {
    guard !idle.isOpen else { return }
    if let plan = openPlan {
      openPlan = nil
      await post([.askWithdrawn(id: plan)])
      await finish(.interrupted)
      return
    }
    decoder.isInterrupted = true
    do throws(TaskFailure) {
      _ = try await call("POST", "\(sessionPath)/abort", "Interrupting")
    } catch {
      decoder.isInterrupted = false
      throw error
    }
    // The end of the turn comes with the events; should it not, the server is asked.
    let turn = idle
    errands.append(
      Task {
        guard await !turn.wait(seconds: 5) else { return }
        await self.check(turn)
      })
  }

  func answer(_ request: String, with answer: AgentAnswer) async throws(TaskFailure) {
    if request == openPlan { return await answerPlan(answer) }
    guard let ask = asks.removeValue(forKey: request) else {
      throw TaskFailure(.badRequest, "Answering: opencode does not ask this any more.")
    }
    do throws(TaskFailure) {
      try await respond(ask, answer)
    } catch {
      if !idle.isOpen { asks[request] = ask }
      throw error
    }
  }

  func setModel(_ model: String) async throws(TaskFailure) {
    guard let model = try OpenCodeModel.of(model, setup) else {
      throw TaskFailure(.badRequest, "Changing the model: no model is named.")
    }
    chosen = model
    await channel.post([.modelChanged(model.text)])
  }

  func compact() async throws(TaskFailure) {
    guard idle.isOpen, decoder.session != nil, !gone.isOpen else {
      throw TaskFailure(.badRequest, "Compacting: the agent is at work; wait for its turn to end.")
    }
    guard let model = chosen ?? decoder.model.flatMap({ OpenCodeModel($0, environment: [:], hasBaseURL: false) }) else {
      throw TaskFailure(.badRequest, "Compacting: opencode has not said yet which model it uses; send a message first, or choose a model.")
    }
    idle = Latch()
    decoder.promptSending()
    decoder.isCompacting = true
    await post(decoder.promptSent())
    let turn = idle
    let path = "\(sessionPath)/summarize"
    let body: JSONValue = ["providerID": .string(model.provider), "modelID": .string(model.name), "auto": false]
    // Answered when the summary is made.
    errands.append(
      Task {
        do throws(TaskFailure) {
          _ = try await self.call("POST", path, "Compacting", body: body, silenceSeconds: 0)
          guard await !turn.wait(seconds: 5) else { return }
          await self.check(turn)
        } catch {
          await self.failTurn(turn, error)
        }
      })
  }

  func stop() async {
    isStopping = true
    waiting = []
    await channel.stopping()
    if !idle.isOpen, !gone.isOpen, decoder.session != nil {
      try? await interrupt()
      _ = await idle.wait(seconds: 2)
    }
    await shutDown()
  }

  // MARK: Answers

  /// Answers a request; older servers know another place for it.
  func respond(_ ask: OpenCodeAsk, _ answer: AgentAnswer) async throws(TaskFailure) {
    let (path, body) = ask.reply(answer)
    if case .deny = answer { decoder.refuse(ask) }
    let response = try await exchange("POST", path, "Answering", body: body)
    if response.head.isSuccess { return }
    if response.head.status == 404, case .permission = ask.kind, let reply = body["reply"] {
      let old = "/session/\(OpenCodeServer.escaped(ask.session))/permissions/\(OpenCodeServer.escaped(ask.id))"
      _ = try await call("POST", old, "Answering", body: ["response": reply])
      return
    }
    throw OpenCodeFailure.refused("Answering", status: response.head.status, body: try? JSONValue.parse(response.body))
  }

  private func answerPlan(_ answer: AgentAnswer) async {
    openPlan = nil
    let words: String
    switch answer {
    case .allow, .always:
      isPlanApproved = true
      await remember()
      words = "The plan is approved. Carry it out now."
    case .deny(let text): words = text.isEmpty ? "The plan is not approved. Make a better one." : text
    case .answers(let answers): words = answers.values.sorted().joined(separator: "\n")
    }
    let turn = idle
    do throws(TaskFailure) { try await prompt(words) } catch { await failTurn(turn, error) }
  }

  // MARK: Requests to the server

  /// The path of our session.
  var sessionPath: String { "/session/\(OpenCodeServer.escaped(decoder.session ?? ""))" }

  /// A request and its answer, whatever its status. Both are logged.
  func exchange(
    _ method: String, _ path: String, _ doing: String, body: JSONValue? = nil, silenceSeconds: Double = 60
  ) async throws(TaskFailure) -> HTTPResponse {
    guard let server else { throw TaskFailure(.engine, "\(doing): opencode does not run.") }
    if method != "GET" {
      var line = JSONObject()
      line["method"] = .string(method)
      line["path"] = .string(path)
      line["body"] = body
      await channel.record(sent: Array(JSONValue.object(line).serialized().utf8))
    }
    do throws(HTTPError) {
      var response = try await client.send(
        server.request(method, path, body: body, silenceSeconds: silenceSeconds), limit: 64 << 20)
      response.body = channel.redactor.redact(response.body)
      return response
    } catch {
      throw TaskFailure(gone.isOpen ? .engine : .network, "\(doing): the opencode server at \(server.base) cannot be asked: \(error.text).")
    }
  }

  /// A request that must be granted; its answer, if it is JSON.
  func call(
    _ method: String, _ path: String, _ doing: String, body: JSONValue? = nil, silenceSeconds: Double = 60
  ) async throws(TaskFailure) -> JSONValue? {
    let response = try await exchange(method, path, doing, body: body, silenceSeconds: silenceSeconds)
    let value = try? JSONValue.parse(response.body)
    guard response.head.isSuccess else { throw OpenCodeFailure.refused(doing, status: response.head.status, body: value) }
    return value
  }

  /// Hands events out.
  func post(_ events: [AgentEvent]) async { await channel.post(events) }
}

import JSON
package import Model
import Platform
import Synchronization

/// A running agent that speaks the Agent Client Protocol (https://agentclientprotocol.com, schema 1.7; facts/engines.md, 4). One process, many turns.
package actor ACPAgent: CodingAgent {
  /// A request of ours whose answer is awaited.
  enum Pending {
    case call(CheckedContinuation<Result<JSONValue, ACPRefusal>, Never>)
    case prompt
  }

  /// A request of the agent that waits for the operator.
  enum Asked {
    case permission(ACPPermission)
    case elicitation(ACPElicitation)

    var rpc: JSONValue {
      switch self {
      case .permission(let permission): permission.rpc
      case .elicitation(let elicitation): elicitation.rpc
      }
    }
  }

  package nonisolated var capabilities: AgentCapabilities { abilities.withLock { $0 } }
  package nonisolated let workingDirectory: String
  package internal(set) var sessionID: String?
  package var model: String? { decoder.session.models?.current ?? chosenModel }

  let setup: AgentSetup
  let program: AgentProgram
  let arguments: [String]
  let options: ACPOptions
  let channel: AgentChannel
  let launch: AgentLaunch
  nonisolated let abilities: Mutex<AgentCapabilities>
  var decoder: ACPEventDecoder
  /// What the agent said to `initialize`.
  var offers = ACPOffers(.null)
  /// The model that was set where the agent does not say which it uses.
  var chosenModel: String?
  var pending: [Int: Pending] = [:]
  var requestNumber = 0
  var asked: [String: Asked] = [:]
  var terminals: [String: ACPTerminal] = [:]
  var terminalNumber = 0
  /// Goes up when all terminals are ended, so that one whose start was under way is ended, too.
  var terminalRound = 0
  /// Prompts that came while a turn ran: the next turns.
  var held: [String] = []
  /// Answers to the agent that are not written yet, and their bytes.
  var answers: [[UInt8]] = []
  var answerBytes = 0
  var isAnswering = false
  var isStopping = false
  /// The session whose history is being played back, to compare.
  var loading: String?
  var strayer: String?
  var idle: Latch = Latch()
  let gone = Latch()

  /// An agent, not yet started. `arguments` make the program speak the protocol (`["acp"]`).
  package init(
    program: AgentProgram, arguments: [String] = [], setup: AgentSetup, options: ACPOptions = ACPOptions(), launch: @escaping AgentLaunch
  ) {
    self.program = program
    self.arguments = arguments
    self.setup = setup
    self.options = options
    self.launch = launch
    abilities = Mutex(options.capabilities)
    channel = AgentChannel(program, setup, launch: launch)
    workingDirectory = setup.workspace
    decoder = ACPEventDecoder(
      engine: program.engine, workspace: setup.workspace, servers: setup.mcpServers.map(\.name), prefix: String(RandomID.uuid().prefix(8)),
      priorCostUSD: setup.priorCostUSD, usagePerTurn: options.usagePerTurn)
    idle.open()
  }

  package func start(_ receive: @escaping @Sendable ([AgentEvent]) async -> Void) async throws(TaskFailure) {
    try await channel.open(receive)
    try await channel.run(
      ACPCommandLine.command(program, arguments, setup, options),
      take: { [weak self] in await self?.take($0) }, ended: { [weak self] in await self?.ended($0) })
    do throws(TaskFailure) {
      try await openSession()
    } catch {
      await stop()
      throw error
    }
  }

  package func send(_ prompt: String) async throws(TaskFailure) {
    guard sessionID != nil, !gone.isOpen, !isStopping else {
      throw TaskFailure(.engine, "Handing over the message: \(program.engine) does not run.")
    }
    // A second prompt in a running turn is an error for some agents and a second turn at once for others.
    if decoder.turnRunning {
      held.append(prompt)
    } else {
      try await begin(prompt, compacting: false)
    }
  }

  package func compact() async throws(TaskFailure) {
    guard !decoder.turnRunning else { throw TaskFailure(.badRequest, "Compacting: the agent is at work; wait for its turn to end.") }
    guard let command = decoder.session.compactCommand else {
      throw TaskFailure(.badRequest, "Compacting: \(program.engine) offers no command for it.")
    }
    try await begin("/\(command)", compacting: true)
  }

  package func interrupt() async throws(TaskFailure) {
    guard decoder.turnRunning, let sessionID else { return }
    decoder.isCancelled = true
    let turn = idle
    Task { await self.endUnless(turn) }
    await withdrawAll()
    await endTerminals()
    try await channel.write(ACPMessage.notification("session/cancel", ["sessionId": .string(sessionID)]), "interrupting")
  }

  package func setModel(_ model: String) async throws(TaskFailure) {
    guard decoder.session.models != nil else {
      throw TaskFailure(.badRequest, "Changing the model: \(program.engine) offers no choice of models while it runs.")
    }
    try await chooseModel(model)
  }

  package func answer(_ request: String, with answer: AgentAnswer) async throws(TaskFailure) {
    guard let open = asked.removeValue(forKey: request) else {
      throw TaskFailure(.badRequest, "Answering: the agent does not ask this any more.")
    }
    switch open {
    case .permission(let permission): await respond(permission, answer)
    case .elicitation(let elicitation): reply(elicitation.rpc, .success(elicitation.response(to: answer)))
    }
  }

  package func stop() async {
    isStopping = true
    held = []
    await channel.stopping()
    if await channel.isRunning {
      if decoder.turnRunning, !decoder.isCancelled {
        try? await interrupt()
        _ = await idle.wait(seconds: 2)
      }
      await channel.closeInput()
      _ = await gone.wait(seconds: 2)
    }
    await endTerminals()
    await channel.end(grace: 2)
    if await channel.isRunning { _ = await gone.wait(seconds: 10) }
  }

  /// Ends the process when an interrupted turn does not end.
  private func endUnless(_ turn: Latch) async {
    guard await !turn.wait(seconds: options.interruptPatience), !isStopping else { return }
    await post([
      .notice(
        .warning,
        "\(program.engine) did not end its turn within \(Int(options.interruptPatience)) s of the interrupt; its process was ended.")
    ])
    await channel.end(grace: 2)
  }

  // MARK: Turns

  var started: AgentEvent { .sessionStarted(id: sessionID, model: model, tools: []) }

  func begin(_ text: String, compacting: Bool) async throws(TaskFailure) {
    guard let sessionID else { throw TaskFailure(.engine, "Handing over the message: \(program.engine) has no session.") }
    requestNumber += 1
    let id = requestNumber
    let block: JSONValue = ["type": "text", "text": .string(text)]
    // The turn begins before the first byte is written: its answer may come before the write returns.
    pending[id] = .prompt
    // The session is told with every turn: what the task was given before is the id that was asked for.
    await post(decoder.startTurn(compacting: compacting) + [started])
    do throws(TaskFailure) {
      try await channel.write(
        ACPMessage.request(id, "session/prompt", ["sessionId": .string(sessionID), "prompt": [block]]), "handing over the message")
    } catch {
      // A program that is gone ends the turn itself.
      guard pending.removeValue(forKey: id) != nil else { return }
      await post(decoder.ended(.failed(error)))
    }
  }

  /// A turn is over: the next prompt that is held begins one.
  private func beginHeld() async {
    guard !held.isEmpty, !isStopping, !gone.isOpen, !decoder.turnRunning else { return }
    let next = held.removeFirst()
    try? await begin(next, compacting: false)
  }

  /// Hands events out, and keeps the latch of the turn.
  func post(_ events: [AgentEvent]) async {
    var hasEnded = false
    for event in events {
      if case .turnStarted = event { idle = Latch() }
      if case .turnDone = event {
        idle.open()
        hasEnded = true
      }
    }
    await channel.post(events)
    guard hasEnded else { return }
    await withdrawAll()
    // Apart from the reading, which must not wait for the agent to read.
    Task { await self.beginHeld() }
  }
}

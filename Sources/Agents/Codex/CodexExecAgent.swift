import JSON
import Model
import Platform

/// Codex without app-server: a process of `codex exec --json` for each turn, on the channel that all of them share (facts/engines.md, 2.1 to 2.3).
actor CodexExecAgent: CodingAgent {
  nonisolated let capabilities: AgentCapabilities = [.severalTurns, .resume, .interrupt, .switchModel, .tokens]
  nonisolated let workingDirectory: String
  private(set) var sessionID: String?
  private(set) var model: String?

  private let setup: AgentSetup
  private let program: AgentProgram
  private let channel: AgentChannel
  private var decoder: CodexExecDecoder
  /// The thread that the running process was told to go on with.
  private var expected: String?
  private var isInterrupted = false
  private var isStopping = false
  private var isRunning = false
  private var exit = AgentExit(code: 0)
  private var gone = Latch()

  init(program: AgentProgram, setup: AgentSetup, channel: AgentChannel) {
    self.program = program
    self.setup = setup
    self.channel = channel
    workingDirectory = setup.workspace
    model = CodexConfiguration.modelName(setup.model)
    sessionID = setup.session.resumed
    decoder = CodexExecDecoder()
    gone.open()
  }

  func start(_ receive: @escaping @Sendable ([AgentEvent]) async -> Void) async throws(TaskFailure) {
    try await channel.open(receive)
    await channel.post(CodexConfiguration(setup).remarks.map { .notice(.warning, $0) })
    try await begin()
  }

  /// Makes ready; the channel is open.
  func begin() async throws(TaskFailure) {
    guard setup.mode == .auto else {
      throw TaskFailure(
        .badRequest, "Starting codex: mode \(setup.mode.rawValue) needs `codex app-server`; update codex, or run the task in mode auto.")
    }
    guard !CodexRules(setup).restricts else {
      throw TaskFailure(
        .badRequest,
        "Starting codex: `codex exec` cannot keep the task's rules for tools; update codex, or take allowed_tools out of [engine.codex].")
    }
    let (thread, home) = (sessionID, setup.home)
    var total: TokenCount? = TokenCount()
    if let thread { total = await runBlocking { CodexRollout.usage(thread, home: home) } }
    decoder = CodexExecDecoder(workspace: setup.workspace, name: "\(RandomID.uuid().prefix(8))-", total: total)
    decoder.use(model: model)
  }

  func send(_ prompt: String) async throws(TaskFailure) {
    if isRunning, !decoder.turnRunning, !(await gone.wait(seconds: 10)) {
      // It has said its last word and does not go.
      await channel.end(grace: 0)
      _ = await gone.wait(seconds: 5)
    }
    guard !isRunning else {
      throw TaskFailure(.badRequest, "Handing over the message: codex is at work and takes none until its turn has ended.")
    }
    guard !isStopping else { throw TaskFailure(.engine, "Handing over the message: codex was stopped.") }
    isRunning = true
    isInterrupted = false
    expected = sessionID
    gone = Latch()
    do throws(TaskFailure) {
      try await channel.run(
        CodexCommandLine.exec(program, setup, thread: sessionID, model: model),
        take: { [weak self] in await self?.take($0) }, ended: { [weak self] in await self?.ended($0) })
    } catch {
      isRunning = false
      gone.open()
      throw error
    }
    await channel.post(decoder.startProcess())
    _ = await channel.write(raw: Array(prompt.utf8))
    await channel.closeInput()
  }

  func interrupt() async throws(TaskFailure) {
    guard isRunning else { return }
    isInterrupted = true
    await channel.end(grace: 2)
    _ = await gone.wait(seconds: 5)
  }

  func setModel(_ model: String) async throws(TaskFailure) {
    guard ModelName(model).isOllama == (setup.ollamaURL != nil) else {
      throw TaskFailure(
        .badRequest, "Changing the model: \(model) is of another provider than this session; retry the task with --model \(model).")
    }
    self.model = CodexConfiguration.modelName(model)
    decoder.use(model: self.model)
    await channel.post([.modelChanged(model)])
  }

  func compact() async throws(TaskFailure) {
    throw TaskFailure(.badRequest, "Compacting: `codex exec` cannot; update codex to a version with app-server.")
  }

  func answer(_ request: String, with answer: AgentAnswer) async throws(TaskFailure) {
    throw TaskFailure(.badRequest, "Answering: the agent does not ask this any more.")
  }

  func stop() async {
    isStopping = true
    await channel.stopping()
    await channel.end(grace: 2)
    if isRunning { _ = await gone.wait(seconds: 5) }
    await channel.finish(exit)
  }

  // MARK: Reading

  private func take(_ lines: [LineSplitter.Line]) async {
    var events: [AgentEvent] = []
    for line in lines { events += decoder.decode(line.bytes) }
    await channel.post(events)
    guard let id = decoder.threadID, id != sessionID else { return }
    guard let expected else {
      sessionID = id
      return
    }
    // A thread that it does not know becomes a new one, silently.
    self.expected = nil
    let text = "Resuming the session \(expected): codex opened the session \(id) instead; retry the task with --fresh."
    await channel.post(decoder.ended(.failed(TaskFailure(.engine, text))))
    let channel = channel
    Task { await channel.end(grace: 0) }
  }

  private func ended(_ exit: AgentExit) async {
    let said = await channel.lastWords
    let outcome: TurnOutcome =
      isInterrupted || isStopping
      ? .interrupted : .failed(TaskFailure(.engine, "\(program.engine) ended in the middle of the turn (\(exit.text)).\(said)"))
    await channel.post(decoder.ended(outcome))
    self.exit = exit
    isRunning = false
    gone.open()
  }
}

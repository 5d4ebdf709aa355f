import Model
import Platform

/// An agent whose engine runs one program per turn: `aider --message`, `gemini -p`, `codex exec`, `opencode run`, any command. Between turns nothing runs. A prompt that
/// comes while a turn runs is the next turn; interrupting ends the turn's program and all that it started.
actor TurnProcessAgent: CodingAgent {
  nonisolated let capabilities: AgentCapabilities
  nonisolated let workingDirectory: String

  /// Prompts that may wait for the running turn.
  private static let waitingLimit = 64

  private let engine: String
  private let home: String
  private let channel: AgentChannel
  private var driver: any TurnDriver
  private var waiting: [String] = []
  /// The plan that the operator has to approve: the request's id.
  private var openPlan: String?
  private var run: TurnRun?
  private var isInterrupted = false
  private var isStarted = false
  private var isStopping = false
  private var feeder: Task<Void, Never>?
  /// Counts the programs.
  private var runs = 0
  /// The program that runs, or is being started.
  private var live: Int?
  /// Open while no turn runs.
  private var idle = Latch()

  /// An agent, not yet started. `launch` starts a turn's program.
  init(program: AgentProgram, setup: AgentSetup, driver: any TurnDriver, launch: @escaping AgentLaunch) {
    engine = program.engine
    home = setup.home
    capabilities = driver.capabilities
    workingDirectory = setup.workspace
    self.driver = driver
    channel = AgentChannel(program, setup, launch: launch)
    idle.open()
  }

  /// The agent of an engine, in its task's sandbox.
  init(program: AgentProgram, setup: AgentSetup, driver: any TurnDriver, sandbox: AgentSandbox) {
    self.init(program: program, setup: setup, driver: driver) { command async throws(TaskFailure) in
      try await AgentLauncher.launch(command, setup, program, sandbox)
    }
  }

  var sessionID: String? { driver.sessionID }
  var model: String? { driver.model }

  func start(_ receive: @escaping @Sendable ([AgentEvent]) async -> Void) async throws(TaskFailure) {
    try await channel.open(receive)
    isStarted = true
    await channel.post(driver.opening())
  }

  func send(_ prompt: String) async throws(TaskFailure) {
    guard isStarted, !isStopping else { throw TaskFailure(.engine, "Handing over the message: \(engine) does not run.") }
    guard waiting.count < Self.waitingLimit else {
      throw TaskFailure(
        .badRequest, "Handing over the message: \(waiting.count) messages wait for \(engine) already; let its turn end first.")
    }
    waiting.append(prompt)
    await next()
  }

  func interrupt() async throws(TaskFailure) {
    guard !idle.isOpen else { return }
    isInterrupted = true
    await channel.end(grace: 3)
    await withdrawPlan()
  }

  func stop() async {
    isStopping = true
    waiting = []
    if !idle.isOpen { isInterrupted = true }
    await channel.stopping()
    await channel.end(grace: 5)
    await withdrawPlan()
    // What was being prepared or read when the program ended.
    _ = await idle.wait()
    await channel.finish(AgentExit())
  }

  func answer(_ request: String, with answer: AgentAnswer) async throws(TaskFailure) {
    guard request == openPlan else { throw TaskFailure(.badRequest, "Answering: \(engine) does not ask this any more.") }
    openPlan = nil
    switch answer {
    case .allow, .always:
      driver.planApproved()
      await runProgram("The plan is approved. Carry it out now.")
    case .deny(let text):
      await runProgram(text.isEmpty ? "The plan is not approved. Make a better one." : text)
    case .answers(let answers):
      await runProgram(answers.values.sorted().joined(separator: "\n"))
    }
  }

  func setModel(_ model: String) async throws(TaskFailure) {
    throw TaskFailure(.badRequest, "Changing the model: \(engine) keeps its model while it lives; retry the task with another one.")
  }

  func compact() async throws(TaskFailure) {
    throw TaskFailure(.badRequest, "Compacting: \(engine) cannot do it.")
  }

  // MARK: A turn

  /// Begins the turn of the prompt that waits longest, unless one runs.
  private func next() async {
    guard idle.isOpen, !isStopping, !waiting.isEmpty else { return }
    let prompt = waiting.removeFirst()
    idle = Latch()
    isInterrupted = false
    await channel.post([.turnStarted])
    await runProgram(prompt)
  }

  /// Runs a program of the turn; what cannot be started ends the turn.
  private func runProgram(_ prompt: String) async {
    runs += 1
    let number = runs
    do throws(TaskFailure) {
      let run = try driver.begin(prompt)
      self.run = run
      try await write(run.files)
      live = number
      try await channel.run(
        run.command, take: { [weak self] in await self?.take($0) },
        ended: { [weak self] in await self?.ended($0) })
      // Its end may have come before this.
      guard live == number else { return }
      feed(run.input)
      // Asked for while the program was being started.
      if isInterrupted { await channel.end(grace: 3) }
    } catch {
      live = nil
      await close(TurnEnd(outcome: isInterrupted ? .interrupted : .failed(error)))
    }
  }

  /// Writes the program's input beside its turn: a program that does not read must not hold anything up.
  private func feed(_ input: [UInt8]) {
    let channel = channel
    feeder = Task {
      if !input.isEmpty, !Task.isCancelled { _ = await channel.write(raw: input) }
      if !Task.isCancelled { await channel.closeInput() }
    }
  }

  private func take(_ lines: [LineSplitter.Line]) async {
    var events: [AgentEvent] = []
    for line in lines { events += driver.decode(line.bytes) }
    await channel.post(events)
  }

  private func ended(_ exit: AgentExit) async {
    live = nil
    feeder?.cancel()
    await feeder?.value
    feeder = nil
    let said = await channel.lastWords
    await close(driver.ended(TurnCut(exit: exit, isInterrupted: isInterrupted, lastWords: said)))
  }

  /// Ends the turn: what its program left is removed first, so that whoever measures the change does not see it.
  private func close(_ end: TurnEnd) async {
    let leftovers = run?.leftovers ?? []
    run = nil
    if !leftovers.isEmpty { await runBlocking { TurnFiles.remove(leftovers) } }
    var events = end.events
    do throws(TaskFailure) { try await write(end.files) } catch { events.append(.notice(.warning, error.text)) }
    if let plan = end.plan, !isInterrupted {
      let id = "plan-\(runs)"
      openPlan = id
      await channel.post(events + [.asked(AgentRequest(id: id, kind: .plan(plan), title: "Approve the plan?"))])
    } else {
      await finish(events, end.plan == nil ? end.outcome : .interrupted, end.text)
    }
  }

  private func finish(_ events: [AgentEvent], _ outcome: TurnOutcome, _ text: String?) async {
    await channel.post(events + [.turnDone(outcome, text: text)])
    idle.open()
    await next()
  }

  /// The plan is not asked about any more: the turn is over.
  private func withdrawPlan() async {
    guard let id = openPlan else { return }
    openPlan = nil
    await finish([.askWithdrawn(id: id)], .interrupted, nil)
  }

  private func write(_ files: [String: [UInt8]]) async throws(TaskFailure) {
    guard !files.isEmpty else { return }
    let home = home
    let failure = await runBlocking { () -> String? in
      do throws(PlatformError) {
        try TurnFiles.write(files, in: home)
        return nil
      } catch {
        return error.text
      }
    }
    if let failure { throw TaskFailure(.engine, "Writing what \(engine) reads: \(failure).") }
  }
}

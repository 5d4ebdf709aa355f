import HTTP
import JSON
import Model
import Platform

extension OpenCodeAgent {
  /// Seconds until the server must listen, and until it must answer.
  private static let startSeconds = 90.0

  func start(_ receive: @escaping @Sendable ([AgentEvent]) async -> Void) async throws(TaskFailure) {
    try await channel.open(receive)
    do throws(TaskFailure) {
      if let program { try await startServer(program) }
      try await checkHealth()
      let stream = try await openStream()
      try await openSession()
      listener = Task { await self.listen(stream) }
      await post([.sessionStarted(id: decoder.session, model: model, tools: [])])
      await remember()
      fetchContextSizes()
    } catch {
      await shutDown()
      throw error
    }
  }

  // MARK: The server

  private func startServer(_ program: AgentProgram) async throws(TaskFailure) {
    let password = setup.serverPassword ?? RandomID.uuid()
    let configuration = OpenCodeConfiguration.bytes(setup, model: chosen, canAsk: true)
    try await OpenCodeFiles.write([OpenCodeConfiguration.path(home: setup.home): configuration], in: setup.home)
    guard let free = OpenCodeServer.freePort() else {
      throw TaskFailure(.engine, "Starting opencode: the system has no free port for its server.")
    }
    try await channel.run(
      OpenCodeCommandLine.serve(program, setup, port: free, password: password),
      take: { [weak self] in await self?.take($0) }, ended: { [weak self] in await self?.ended($0) })
    guard await listening.wait(seconds: Self.startSeconds), let port else {
      let said = await channel.lastWords
      throw TaskFailure(.engine, "Starting opencode: its server does not listen (waited \(Int(Self.startSeconds)) s).\(said)")
    }
    if gone.isOpen {
      throw TaskFailure(.engine, "Starting opencode: its server ended at once.\(await channel.lastWords)")
    }
    server = OpenCodeServer(port: port, password: password, directory: setup.workspace)
  }

  /// Lines of the server's output: only the one that says where it listens counts.
  private func take(_ lines: [LineSplitter.Line]) {
    guard !listening.isOpen else { return }
    for line in lines {
      guard let found = OpenCodeServer.listeningPort(line.bytes), found > 0 else { continue }
      port = found
      listening.open()
      return
    }
  }

  /// The server is gone.
  private func ended(_ exit: AgentExit) async {
    gone.open()
    if port == nil { port = 0 }
    listening.open()
    await endListening()
    let said = await channel.lastWords
    let failure = TaskFailure(.engine, "opencode ended in the middle of the turn (\(exit.text)).\(said)")
    await close(isStopping ? .interrupted : .failed(failure), exit)
  }

  private func checkHealth() async throws(TaskFailure) {
    let doing = "Connecting to opencode"
    let response = try await exchange("GET", "/global/health", doing)
    // Servers before this request are healthy when they answer at all.
    guard response.head.isSuccess || response.head.status == 404 else {
      throw OpenCodeFailure.refused(doing, status: response.head.status, body: try? JSONValue.parse(response.body))
    }
    guard response.head.isSuccess else { return }
    let value = try? JSONValue.parse(response.body)
    guard let value, value.object != nil, value["healthy"]?.bool != false else {
      throw TaskFailure(.protocolError, "\(doing): what answers at \(server?.base ?? "its address") is no healthy opencode server.")
    }
  }

  // MARK: The session

  private func openSession() async throws(TaskFailure) {
    switch setup.session {
    case .new:
      let value = try await call("POST", "/session", "Opening a session", body: ["title": .string("\(setup.task)")])
      guard let id = value?["id"]?.string, OpenCodeMemory.isID(id) else {
        throw TaskFailure(.protocolError, "Opening a session: opencode answers without a session.")
      }
      decoder.session = id
    case .resume(let id):
      let doing = "Going on with session \(id)"
      guard OpenCodeMemory.isID(id) else { throw TaskFailure(.engine, "\(doing): it is no session of opencode; retry with --fresh.") }
      let response = try await exchange("GET", "/session/\(OpenCodeServer.escaped(id))", doing)
      let value = try? JSONValue.parse(response.body)
      guard response.head.isSuccess else {
        if [400, 404].contains(response.head.status) {
          throw TaskFailure(.engine, "\(doing): opencode does not know it; retry with --fresh.")
        }
        throw OpenCodeFailure.refused(doing, status: response.head.status, body: value)
      }
      guard let answered = value?["id"]?.string, answered == id else {
        throw TaskFailure(
          .engine, "\(doing): opencode answers with session \(value?["id"]?.string?.firstLine(limit: 100) ?? "(none)"); retry with --fresh."
        )
      }
      decoder.session = id
      let home = setup.home
      let memory = await runBlocking { OpenCodeMemory.read(home: home) }
      isPlanApproved = memory?.session == id && memory?.isPlanApproved == true
      if let messages = try await call("GET", "\(sessionPath)/message", doing) { decoder.skip(messages) }
    }
  }

  /// Notes the session in the private home.
  func remember() async {
    guard let session = decoder.session else { return }
    let bytes = OpenCodeMemory(session: session, isPlanApproved: isPlanApproved).bytes
    do throws(TaskFailure) {
      try await OpenCodeFiles.write([OpenCodeMemory.path(home: setup.home): bytes], in: setup.home)
    } catch {
      await post([.notice(.warning, error.text)])
    }
  }

  /// Asks once how much models can hold; without an answer the context is not shown.
  private func fetchContextSizes() {
    errands.append(
      Task {
        guard let value = try? await self.call("GET", "/config/providers", "Asking for models") else { return }
        self.take(providers: value)
      })
  }

  private func take(providers: JSONValue) {
    for provider in (providers["providers"]?.array ?? []).prefix(500) {
      guard let id = provider["id"]?.string, let models = provider["models"]?.object else { continue }
      for (name, model) in models where decoder.contextSizes.count < 20_000 {
        if let size = model["limit"]?["context"]?.int, size > 0 { decoder.contextSizes["\(id)/\(name)"] = size }
      }
    }
  }

  // MARK: The end

  /// Ends what runs: our server, or only our part in one that is not ours.
  func shutDown() async {
    isStopping = true
    if program != nil, await channel.isRunning {
      await channel.end(grace: 5)
      _ = await gone.wait(seconds: 30)
    }
    gone.open()
    await endListening()
    await close(.interrupted, AgentExit(code: 0))
  }

  /// Waits until what has come is read, and no longer.
  func endListening() async {
    let task = listener
    let timer = Task {
      if program != nil { try? await pause(for: .seconds(2)) }
      if !Task.isCancelled { task?.cancel() }
    }
    await task?.value
    timer.cancel()
    for errand in errands { errand.cancel() }
    errands = []
  }

  /// The last events, once.
  func close(_ outcome: TurnOutcome, _ exit: AgentExit) async {
    guard !isFinished else { return }
    isFinished = true
    var events = withdrawals()
    if let plan = openPlan { events.append(.askWithdrawn(id: plan)) }
    openPlan = nil
    events += decoder.ended(outcome)
    let turn = idle
    await post(events)
    turn.open()
    await channel.finish(exit)
  }
}

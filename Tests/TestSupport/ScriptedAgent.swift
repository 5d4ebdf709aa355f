package import Agents
package import Model
import Platform

/// A live agent of a scripted engine.
package actor ScriptedAgent: CodingAgent {
  package nonisolated let capabilities: AgentCapabilities
  package nonisolated let workingDirectory: String
  package let sessionID: String?
  package private(set) var model: String?

  private let engine: ScriptedEngine
  private let setup: AgentSetup
  private let session: String
  private var receive: (@Sendable ([AgentEvent]) async -> Void)?
  private var turn: Task<Void, Never>?
  private var isGone = false
  private var isInterrupted = false
  private var held: CheckedContinuation<Void, Never>?
  private var openRequest: (id: String, continuation: CheckedContinuation<AgentAnswer?, Never>)?
  /// Answers that came before the agent had said that it waits.
  private var early: [String: AgentAnswer] = [:]
  /// The request that is being told.
  private var asking: String?
  private var counter = 0

  init(_ engine: ScriptedEngine, _ setup: AgentSetup) {
    self.engine = engine
    self.setup = setup
    capabilities = engine.capabilities
    workingDirectory = setup.workspace
    switch setup.session {
    case .new(let id), .resume(let id): session = id
    }
    sessionID = session
    model = setup.model
  }

  package func start(_ receive: @escaping @Sendable ([AgentEvent]) async -> Void) async throws(TaskFailure) {
    if let failure = engine.startFailure(setup.task) { throw failure }
    self.receive = receive
    engine.ledger.started(self, of: setup.task)
    do throws(PlatformError) { try Files.writeAtomically([], to: "\(setup.home)/session-\(session)") } catch {
      throw TaskFailure(.engine, error.text)
    }
    await receive([.sessionStarted(id: session, model: model, tools: [])])
    if engine.endsAtOnce(setup.task) { await exit() }
  }

  package func send(_ prompt: String) async throws(TaskFailure) {
    if isGone { throw TaskFailure(.engine, "The scripted agent is gone.") }
    let told = engine.ledger.add(setup.task, prompt, session: session, key: setup.environment["SCRIPTED_KEY"])
    let steps = engine.script(told)
    let before = turn
    turn = Task {
      await before?.value
      await self.play(steps)
    }
  }

  package func stop() async { await die() }

  package func interrupt() async throws(TaskFailure) {
    isInterrupted = true
    release()
    openRequest?.continuation.resume(returning: nil)
    openRequest = nil
  }

  package func answer(_ request: String, with answer: AgentAnswer) async throws(TaskFailure) {
    if request == asking {
      engine.ledger.add(setup.task, answer)
      early[request] = answer
      return
    }
    guard let open = openRequest, open.id == request else { throw TaskFailure(.badRequest, "Nothing of that kind was asked.") }
    engine.ledger.add(setup.task, answer)
    openRequest = nil
    open.continuation.resume(returning: answer)
  }

  package func setModel(_ model: String) async throws(TaskFailure) {
    self.model = model
    await emit([.modelChanged(model)])
  }

  package func compact() async throws(TaskFailure) { throw TaskFailure(.badRequest, "Scripted agents do not compact.") }

  /// Lets a turn that hangs go on.
  package func release() {
    held?.resume()
    held = nil
  }

  /// Whether a turn hangs or waits for an answer.
  package var isHeld: Bool { held != nil || openRequest != nil }

  /// Says something out of turn.
  package func emit(_ events: [AgentEvent]) async {
    guard !isGone else { return }
    await receive?(events)
  }

  /// Ends without a word.
  func die() async {
    isGone = true
    engine.ledger.ended(self, of: setup.task)
    release()
    openRequest?.continuation.resume(returning: nil)
    openRequest = nil
  }

  private func exit() async {
    await emit([.exited(code: 1, signal: nil)])
    await die()
  }

  private func play(_ script: [ScriptedStep]) async {
    isInterrupted = false
    await emit([.turnStarted])
    var steps = script[...]
    while let step = steps.popFirst(), !isGone {
      switch step {
      case .say(let text): await say(text)
      case .write(let path, let text): await write(path, text)
      case .ask(let request, let then):
        let answer = await ask(request)
        if let answer { steps = then(answer) + steps }
      case .hang: await withCheckedContinuation { held = $0 }
      case .event(let event): await emit([event])
      case .exit: return await exit()
      case .end(let outcome): return await emit([.turnDone(outcome, text: nil)])
      }
      if isInterrupted { return await emit([.turnDone(.interrupted, text: nil)]) }
    }
    await emit([.usage(tokens: TokenCount(input: 10, output: 5), costUSD: 0.01), .turnDone(.completed, text: "Did it.")])
  }

  private func ask(_ request: AgentRequest) async -> AgentAnswer? {
    asking = request.id
    await emit([.asked(request)])
    asking = nil
    if isGone { return nil }
    if let answer = early.removeValue(forKey: request.id) { return answer }
    return await withCheckedContinuation { openRequest = (request.id, $0) }
  }

  private func say(_ text: String) async {
    counter += 1
    let (id, half) = ("\(session)-\(counter)", text.index(text.startIndex, offsetBy: text.count / 2))
    await emit([.textDelta(messageID: id, text: String(text[..<half])), .textDelta(messageID: id, text: String(text[half...]))])
    await emit([.textDone(messageID: id, text: text)])
  }

  private func write(_ path: String, _ text: String) async {
    counter += 1
    let id = "\(session)-\(counter)"
    await emit([.toolStarted(ToolCall(id: id, kind: .edit, name: "Write", title: path, input: "{}"))])
    guard !isGone else { return }
    let file = "\(setup.workspace)/\(path)"
    do throws(PlatformError) {
      try Files.makeDirectory(Files.parent(of: file))
      try Files.writeAtomically(Array(text.utf8), to: file, mode: 0o644)
      await emit([.toolFinished(id: id, status: .ok, output: "", exitCode: nil)])
    } catch {
      await emit([.toolFinished(id: id, status: .failed, output: error.text, exitCode: nil)])
    }
  }
}

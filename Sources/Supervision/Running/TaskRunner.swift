import Agents
package import Model
import Platform
import Storage

/// Performs what one task's machine decides: owns the machine, the live agent and the jobs under way. Inputs go through one at a time: decide, commit,
/// tell, act. Results of actions come back as inputs.
package actor TaskRunner {
  /// Whose.
  package nonisolated let id: TaskID
  let desk: Desk
  let report: @Sendable (TaskRecord, [TranscriptEntry]) async -> Void
  let announce: @Sendable (SupervisionNotice) -> Void
  private let deadCredential: @Sendable (String, String) async -> Void

  var machine: TaskMachine
  private var gate = Gate()
  var agent: (any CodingAgent)?
  var outbox: AgentOutbox?
  /// Grows with every agent: events of an ended one are dropped (F25).
  private(set) var generation = 0
  var deltas = DeltaTracker()
  var job: Task<Void, Never>?
  var measuring: Task<Void, Never>?
  var measureAgain: Bool?
  var watchdog: Task<Void, Never>?
  var lastEvent: ContinuousClock.Instant = .now
  var runningSince: ContinuousClock.Instant?
  var openTools: Set<String> = []

  /// A runner for a stored task.
  /// - Parameters:
  ///   - report: told every committed change, in order, before the next input is handled.
  ///   - announce: told provisional text at once.
  ///   - deadCredential: told that the engine's credential was refused.
  init(
    _ record: TaskRecord, desk: Desk, report: @escaping @Sendable (TaskRecord, [TranscriptEntry]) async -> Void,
    announce: @escaping @Sendable (SupervisionNotice) -> Void, deadCredential: @escaping @Sendable (String, String) async -> Void
  ) {
    id = record.id
    machine = TaskMachine(record)
    self.desk = desk
    self.report = report
    self.announce = announce
    self.deadCredential = deadCredential
  }

  /// The task as it stands.
  var record: TaskRecord { machine.record }

  /// Whether an agent's process lives.
  var isLive: Bool { agent != nil }

  /// Handles one input: decides, commits, tells, and begins what is to be done. Ending an agent is done when this returns.
  /// - Returns: the record after it.
  /// - Throws: `SupervisionError(.refused)` when the machine refuses it, `.failed` when it cannot be stored.
  @discardableResult
  func handle(_ input: TaskInput) async throws(SupervisionError) -> TaskRecord {
    await enterGate()
    defer { leaveGate() }
    return try await handleInside(input)
  }

  func enterGate() async {
    if gate.take() { return }
    await withCheckedContinuation { gate.wait($0) }
  }

  func leaveGate() { gate.release()?.resume() }

  func handleInside(_ input: TaskInput) async throws(SupervisionError) -> TaskRecord {
    let before = machine
    let now = desk.now()
    let step = machine.handle(input, at: now)
    if let refusal = step.refusal {
      machine = before
      throw SupervisionError(.refused, refusal)
    }
    if step.changed || !step.events.isEmpty {
      do {
        let entries =
          step.changed ? try await desk.log.save(machine.record, step.events, at: now) : try await desk.log.append(id, step.events, at: now)
        await report(machine.record, entries)
      } catch {
        machine = before
        throw SupervisionError(.failed, error.text)
      }
    }
    if machine.record.phase != before.record.phase { phaseChanged(from: before.record.phase) }
    for action in step.actions { await perform(action) }
    return machine.record
  }

  /// Handles an input that nobody waits for; what goes wrong is a line for every operator.
  func handleQuietly(_ input: TaskInput) async {
    do throws(SupervisionError) { try await handle(input) } catch {
      if error.kind == .failed { announce(.message(.error, "\(id): \(error.text)")) }
    }
  }

  func perform(_ action: TaskAction) async {
    switch action {
    case .prepare(let fresh): startJob { await $0.prepare(fresh: fresh) }
    case .startAgent(let resume): startJob { await $0.startAgent(resume: resume) }
    case .prompt(let text): outbox?.send(.prompt(text))
    case .answer(let request, let answer): outbox?.send(.answer(request: request, answer))
    case .interruptAgent: outbox?.send(.interrupt)
    case .setModel(let model): outbox?.send(.setModel(model))
    case .endAgent: await endAgent()
    case .measure(let final): measure(final: final)
    case .remove(let seal): startJob { await $0.remove(seal: seal) }
    case .reportDeadCredential(let text): await deadCredential(machine.record.engine, text)
    }
  }

  private func startJob(_ work: @escaping @Sendable (TaskRunner) async -> Void) {
    let earlier = job
    job = Task {
      await earlier?.value
      await work(self)
    }
  }

  /// Waits until no job and no measurement is under way.
  func settle() async {
    await job?.value
    await measuring?.value
  }

  // MARK: The agent's events

  /// A number for a new agent; events that carry an older one are dropped.
  func nextGeneration() -> Int {
    generation += 1
    return generation
  }

  /// Keeps what is known of the agent's calls and messages.
  func note(_ event: AgentEvent) {
    switch event {
    case .textDone(let message, _), .thinkingDone(let message, _), .messageDiscarded(let message): deltas.forget(message)
    case .toolStarted(let call): openTools.insert(call.id)
    case .toolFinished(let tool, _, _, _):
      openTools.remove(tool)
      deltas.forget(tool)
    case .turnDone:
      openTools = []
      deltas.reset()
    case .exited:
      outbox?.close()
      outbox = nil
      agent = nil
    default: break
    }
  }

  /// Tells pieces of text at once; they are committed a little later.
  func flush(_ pieces: inout [DeltaTracker.Piece]) async {
    guard !pieces.isEmpty else { return }
    for piece in pieces {
      announce(.delta(task: id, messageID: piece.messageID, stream: piece.stream, offset: piece.offset, text: piece.text))
    }
    let events = pieces.map { TranscriptEvent.delta(messageID: $0.messageID, stream: $0.stream, offset: $0.offset, text: $0.text) }
    pieces = []
    _ = try? await desk.log.appendDeferred(id, events, at: desk.now())
  }

  /// Ends the live agent and all that it started; returns when it is gone. Its later events are dropped.
  func endAgent() async {
    generation += 1
    deltas.reset()
    openTools = []
    outbox?.close()
    outbox = nil
    guard let ending = agent else { return }
    agent = nil
    await ending.stop()
  }

  /// Compacts the agent's conversation between two turns.
  func compact() async throws(SupervisionError) {
    guard let agent, agent.capabilities.contains(.compact), record.phase == .review else {
      throw SupervisionError(.refused, "Compacting \(id): it needs a live agent that can compact, between two turns.")
    }
    outbox?.send(.compact)
  }

  /// Ends an idle agent that can be resumed, to make room for others.
  /// - Returns: whether there was one.
  func park() async -> Bool {
    guard let live = agent, live.capabilities.contains(.resume), record.phase == .review || record.phase == .waiting || record.phase.isEnd
    else { return false }
    await enterGate()
    defer { leaveGate() }
    guard agent != nil, !record.phase.holdsSlot else { return false }
    await endAgent()
    _ = try? await handleInside(.agentParked)
    return true
  }
}

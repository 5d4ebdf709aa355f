import Agents
import Egress
package import Model
import Platform
import Storage
import Workspaces

/// Performs what one task's machine decides: owns the machine, the live agent and the jobs under way. Inputs go through one at a time: decide, commit,
/// tell, act. Results of actions come back as inputs.
package actor TaskRunner {
  /// Whose.
  package nonisolated let id: TaskID
  let desk: Desk
  let live: LiveAgents
  let report: @Sendable (TaskRecord, [TranscriptEntry]) async -> Void
  let announce: @Sendable (SupervisionNotice) -> Void
  let onlookers: Onlookers
  let standing: StandingRules
  /// Where approvals as pull requests and branches go.
  let publications: Outbox?
  private let deadCredential: @Sendable (String, String, Int) async -> Void

  var machine: TaskMachine
  private var gate = Gate()
  var agent: (any CodingAgent)?
  /// Where this machine's own models are served, while the agent uses them.
  var localModels: String?
  /// The way out of the task's sandboxes, once one was needed.
  var egress: TaskEgress?
  /// What the running engine's own servers need, of hosts: its base URL, its MCP servers.
  var ownHosts = WayOut.Needs()
  var outbox: AgentOutbox?
  /// What stands between the agent and its model's provider, while there is an agent with a key.
  var gateway: ModelGateway?
  /// What the engine itself said about the present turn's use.
  var reported = ReportedUse()
  /// Grows with every agent: events of an ended one are dropped (F25).
  var generation = 0
  var deltas = DeltaTracker()
  var job: Task<Void, Never>?
  var measuring: Task<Void, Never>?
  /// The repository's own command that runs beside the agent, if one does.
  var command: Task<CheckResult?, Never>?
  var measureAgain: Bool?
  /// The look at the workspace that is due, and when the last one was, by the desk's uptime.
  var refresh: Task<Void, Never>?
  var lastLook: Double?
  /// Whether it was said that the workspace cannot be watched.
  var saidBlind = false
  /// The last measurement's failure, which is not said again.
  var measureFailure: TaskFailure?
  var watchdog: Task<Void, Never>?
  /// Wakes a task that waits: for an answer that may be given by time, or for the end of a usage limit.
  var waitTimer: Task<Void, Never>?
  /// By the desk's uptime.
  var lastEvent: Double
  var runningSince: Double?
  var openTools: Set<String> = []
  /// What is being done with the workspace that nothing else may go along with, in words.
  private var busyWith: String?
  /// Stops and lets go the task's processes.
  let brake = AgentBrake()
  /// Since when they stand still, by the desk's uptime.
  var frozenSince: Double?
  /// Starts that wait until they may go on.
  var frozenStarts: [CheckedContinuation<Void, Never>] = []
  /// The service is ending: nothing new is begun.
  var isClosed = false
  /// The engine's own interface, while an operator works in it.
  var ownInterface: (any AgentProcess)?
  var ownInterfaceDone: Task<Void, Never>?
  /// What was really run, as far as the transcript was read for it.
  var deeds = DeedsFold()
  /// What the credentials were when the agent was started.
  var credentialRevision = 0

  /// A runner for a stored task.
  /// - Parameters:
  ///   - standing: the rules that answer its agent.
  ///   - frozen: whether it begins standing still.
  ///   - report: told every committed change, in order, before the next input is handled.
  ///   - announce: told provisional text at once.
  ///   - deadCredential: told that the engine's credential was refused, and which revision of the credentials that was.
  init(
    _ record: TaskRecord, desk: Desk, live: LiveAgents, onlookers: Onlookers = Onlookers(), standing: StandingRules = StandingRules(),
    frozen: Bool = false, publications: Outbox? = nil,
    report: @escaping @Sendable (TaskRecord, [TranscriptEntry]) async -> Void,
    announce: @escaping @Sendable (SupervisionNotice) -> Void, deadCredential: @escaping @Sendable (String, String, Int) async -> Void
  ) {
    id = record.id
    machine = TaskMachine(record)
    self.desk = desk
    self.live = live
    self.onlookers = onlookers
    self.standing = standing
    self.publications = publications
    self.report = report
    self.announce = announce
    self.deadCredential = deadCredential
    lastEvent = desk.uptime()
    if frozen {
      brake.pull()
      frozenSince = desk.uptime()
    }
  }

  /// The task as it stands.
  var record: TaskRecord { machine.record }

  /// Handles one input: decides, commits, tells, and begins what is to be done. Ending an agent is done when this returns.
  /// - Parameter entry: what is committed to the outbox together with it.
  /// - Returns: the record after it.
  /// - Throws: `SupervisionError(.refused)` when the machine refuses it, `.failed` when it cannot be stored.
  @discardableResult
  func handle(_ input: TaskInput, posting entry: OutboxEntry? = nil) async throws(SupervisionError) -> TaskRecord {
    await enterGate()
    defer { leaveGate() }
    if isClosed, !input.isLastWord { throw SupervisionError(.refused, "\(id): the service is ending; start it again.") }
    if let busyWith, input.needsWorkspaceToRest { throw SupervisionError(.refused, "\(id): \(busyWith); try again in a moment.") }
    return try await handleInside(input, posting: entry)
  }

  /// Does something with the workspace that takes a while, and refuses all that would come in between.
  func exclusively<Value: Sendable>(
    _ what: String, _ body: () async throws(SupervisionError) -> Value
  ) async throws(SupervisionError) -> Value {
    await enterGate()
    let before = busyWith
    if before == nil { busyWith = what }
    leaveGate()
    if let before { throw SupervisionError(.refused, "\(id): \(before); try again in a moment.") }
    defer { busyWith = nil }
    return try await body()
  }

  /// Hands in the input that ends what `exclusively` began.
  func conclude(_ input: TaskInput) async throws(SupervisionError) {
    await enterGate()
    defer { leaveGate() }
    busyWith = nil
    _ = try await handleInside(input)
  }

  /// Whether the machine would refuse an input now, and why.
  func refusal(of input: TaskInput) -> String? {
    var probe = machine
    return probe.handle(input, at: desk.now()).refusal
  }

  func enterGate() async {
    if gate.take() { return }
    await withCheckedContinuation { gate.wait($0) }
  }

  func leaveGate() { gate.release()?.resume() }

  func handleInside(_ input: TaskInput, posting entry: OutboxEntry? = nil) async throws(SupervisionError) -> TaskRecord {
    let before = machine
    let now = desk.now()
    let step = machine.handle(input, at: now)
    if let refusal = step.refusal {
      machine = before
      throw SupervisionError(.refused, refusal)
    }
    if step.changed || !step.events.isEmpty {
      do {
        let entries = try await store(step.events, changed: step.changed, posting: entry, now)
        if let point = input.crashPoint { CrashPoint.reach(point) }
        await tellOfDeadCredential(step.actions)
        await report(machine.record, entries)
      } catch {
        machine = before
        var failure = SupervisionError(.failed, error.text)
        if case .full = error { failure.isDiskFull = true }
        throw failure
      }
    }
    if machine.record.phase != before.record.phase { phaseChanged(from: before.record.phase) }
    if machine.record.attention != before.record.attention || input == .restarted { armWaitTimer() }
    for action in step.actions { await perform(action) }
    watchWorkspace(from: before.record.phase)
    return machine.record
  }

  /// Commits rows of the transcript, and the record with them if it changed. On a full disk the space that is held for this is given back, so that last states are kept.
  func store(
    _ rows: [TranscriptEvent], changed: Bool, posting entry: OutboxEntry? = nil, _ now: Timestamp
  ) async throws(StorageError) -> [TranscriptEntry] {
    do throws(StorageError) { return try await write(rows, changed, entry, now) } catch {
      guard case .full = error, await desk.log.releaseBallast() else { throw error }
      announce(.message(.error, "The disk is full: the last of the space that was kept for this is used now. Free some."))
      return try await write(rows, changed, entry, now)
    }
  }

  private func write(
    _ rows: [TranscriptEvent], _ changed: Bool, _ entry: OutboxEntry?, _ now: Timestamp
  ) async throws(StorageError) -> [TranscriptEntry] {
    if let entry { return try await desk.log.save(machine.record, rows, posting: entry, at: now) }
    if changed { return try await desk.log.save(machine.record, rows, at: now) }
    return try await desk.log.append(id, rows, at: now)
  }

  /// Handles an input that nobody waits for; what goes wrong is a line for every operator. What a job came to is not lost on a full disk: it waits for room.
  func handleQuietly(_ input: TaskInput) async {
    var isSaid = false
    while true {
      do throws(SupervisionError) {
        try await handle(input)
        return
      } catch {
        if error.kind == .failed, !isSaid { announce(.message(.error, "\(id): \(error.text)")) }
        guard error.isDiskFull, input.waitsForRoom, !isClosed else { return }
        isSaid = true
      }
      await desk.sleep(Self.secondsBetweenTries)
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
    case .measure(let final):
      if !final, record.phase == .running || record.phase == .waiting { toolEnded() } else { measure(final: final) }
    case .handOver: startJob { await $0.handOver() }
    case .publishByItself(let way, let tree): startJob { await $0.publishByItself(way, tree: tree) }
    case .remove(let seal): startJob { await $0.remove(seal: seal) }
    case .reportDeadCredential: break
    }
  }

  /// Told before the task's slot is known to be free: otherwise the queue would give it to the next one with the same credential.
  func tellOfDeadCredential(_ actions: [TaskAction]) async {
    for case .reportDeadCredential(let text) in actions { await deadCredential(machine.record.engine, text, credentialRevision) }
  }

  func startJob(_ work: @escaping @Sendable (TaskRunner) async -> Void) {
    guard !isClosed else { return }
    let earlier = job
    job = Task {
      await earlier?.value
      await work(self)
    }
  }

  /// Waits until no job and no measurement is under way.
  /// - Returns: whether there was something to wait for.
  func settle() async -> Bool {
    let (waited, measured) = (job, measuring)
    if waited == nil, measured == nil { return false }
    await waited?.value
    if measured != nil { await measurementsDone() }
    if job == waited { job = nil }
    return true
  }

  /// The service ends: nothing new is begun, the agent is ended so that its session can be resumed, jobs are given up. What is stored stays as it is.
  func close() async {
    isClosed = true
    for timer in [watchdog, waitTimer, refresh] { timer?.cancel() }
    desk.workspaces.unwatch(id)
    job?.cancel()
    await endOwnInterface(grace: 0)
    giveUpFrozenStarts()
    await endCommand()
    await endAgent()
    await job?.value
    await endAgent()
    await measuring?.value
  }
}

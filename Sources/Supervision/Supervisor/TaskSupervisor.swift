import Agents
import Configuration
package import Model
import Platform
import Storage
import Workspaces

/// Knows every task, gives out the slots, and passes what operators say to the task's runner. The order in which it tells of changes is the order in which
/// they were committed.
package actor TaskSupervisor {
  let desk: Desk
  private let announce: @Sendable (SupervisionNotice) -> Void
  var records: [TaskID: TaskRecord] = [:]
  private var runners: [TaskID: TaskRunner] = [:]
  private var starting: Set<TaskID> = []
  var paused = false
  var deadCredentials: [String: String] = [:]
  private var lookAgain: Task<Void, Never>?
  private var announcedQueue: QueueStatus?
  private var isShuttingDown = false

  /// A supervisor that has not read the store yet; call `start`.
  package init(desk: Desk, announce: @escaping @Sendable (SupervisionNotice) -> Void) {
    self.desk = desk
    self.announce = announce
  }

  /// Reads the store, puts right what a crash left, and begins to start tasks.
  /// - Returns: what must be said, one sentence each.
  /// - Throws: `SupervisionError(.failed)` when the store cannot be read.
  package func start() async throws(SupervisionError) -> [String] {
    do throws(StorageError) {
      for record in try await desk.reader.wholeTasks() { records[record.id] = record }
      paused = try await desk.log.setting("paused") == "yes"
    } catch {
      throw SupervisionError(.failed, error.text)
    }
    let known = Set(records.values.filter { $0.workspacePath != nil }.map(\.id))
    let incomplete = Set(records.values.filter { $0.phase == .preparing && $0.workspacePath == nil }.map(\.id))
    let remarks = await desk.workspaces.reconcile(known: known, incomplete: incomplete)
    for record in records.values.sorted(by: { $0.id < $1.id }) {
      switch record.phase {
      case .preparing, .running, .waiting, .publishing: await runner(for: record).handleQuietly(.restarted)
      case .done, .discarded:
        guard record.workspacePath != nil else { break }
        let runner = runner(for: record)
        Task { await runner.finish() }
      default: break
      }
    }
    await admit()
    return remarks
  }

  // MARK: Facts

  /// All tasks, listed, in id order.
  package var tasks: [TaskRecord] { records.values.sorted { $0.id < $1.id }.map(\.listed) }

  /// One task, whole.
  package func task(_ id: TaskID) throws(SupervisionError) -> TaskRecord {
    guard let record = records[id] else { throw SupervisionError(.noSuchTask, "There is no task \(id); `carrel ls` lists them.") }
    return record
  }

  /// The queue as it stands.
  package func queueStatus() async -> QueueStatus {
    QueueStatus(
      paused: paused, maxRunning: desk.settings.maxRunning, maxLive: desk.settings.maxLive, live: await liveRunners().count,
      trouble: deadCredentials.sorted { $0.key < $1.key }.first?.value)
  }

  /// Calls `body` with the facts of this moment: what it subscribes to sees every later change and no earlier one.
  package func attach<Result: Sendable>(_ body: @Sendable ([TaskRecord]) -> Result) -> Result { body(tasks) }

  func liveRunners() async -> [TaskRunner] {
    var live: [TaskRunner] = []
    for runner in runners.values where await runner.isLive { live.append(runner) }
    return live
  }

  // MARK: Runners

  /// The runner of a task; made when it is first needed.
  func runner(for record: TaskRecord) -> TaskRunner {
    if let known = runners[record.id] { return known }
    let made = TaskRunner(
      record, desk: desk,
      report: { [weak self] record, entries in await self?.changed(record, entries) },
      announce: announce,
      deadCredential: { [weak self] engine, text in await self?.credentialDied(engine, text) })
    runners[record.id] = made
    return made
  }

  /// The runner of a known task.
  func runner(_ id: TaskID) throws(SupervisionError) -> TaskRunner { runner(for: try task(id)) }

  private func changed(_ record: TaskRecord, _ entries: [TranscriptEntry]) {
    let old = records[record.id]
    records[record.id] = record
    starting.remove(record.id)
    if old != record { announce(.task(record.listed)) }
    if !entries.isEmpty { announce(.entries(entries)) }
    if old?.phase != record.phase || old?.priority != record.priority { scheduleAdmission() }
  }

  /// Takes new records in, tells of them, and lets the queue look.
  func adopt(_ new: [TaskRecord]) {
    for record in new {
      records[record.id] = record
      announce(.task(record.listed))
    }
    scheduleAdmission()
  }

  // MARK: Admission

  private var admissionPending = false

  func scheduleAdmission() {
    guard !admissionPending else { return }
    admissionPending = true
    Task { await self.admit() }
  }

  private func admit() async {
    admissionPending = false
    guard !isShuttingDown else { return }
    let live = await liveRunners()
    var busy = 0
    for runner in live where await runner.record.phase.holdsSlot { busy += 1 }
    let obstacle = desk.obstacle()
    guard !isShuttingDown else { return }
    let all = records.values.map { record in
      var copy = record
      if starting.contains(record.id) { copy.phase = .preparing }
      return copy
    }
    let verdict = QueuePolicy.admit(
      all,
      QueuePolicy.Situation(
        paused: paused, maxRunning: desk.settings.maxRunning, maxLive: desk.settings.maxLive, busyAgents: busy,
        deadCredentials: deadCredentials, obstacle: obstacle, now: desk.now()))
    starting.formUnion(verdict.start)
    for (id, text) in verdict.parked {
      if let record = records[id], record.attention?.kind != .credential { await runner(for: record).handleQuietly(.credentialDead(text)) }
    }
    for (id, text) in verdict.held {
      if let record = records[id], record.detail != text { await runner(for: record).handleQuietly(.held(text)) }
    }
    await makeRoom(for: verdict.start.count, live)
    for id in verdict.start {
      guard let record = records[id] else { continue }
      let runner = runner(for: record)
      Task {
        await runner.handleQuietly(.admitted)
        self.starting.remove(id)
      }
    }
    wakeUp(at: verdict.lookAgain)
    await tellQueue()
  }

  /// Ends idle agents that can be resumed, longest idle first, so that the new ones fit under `max_live`.
  private func makeRoom(for count: Int, _ live: [TaskRunner]) async {
    var excess = live.count + count - desk.settings.maxLive
    guard excess > 0 else { return }
    let idle = live.compactMap { runner in records[runner.id].map { (runner, $0.phaseSince) } }.sorted { $0.1 < $1.1 }
    for (runner, _) in idle where excess > 0 {
      if await runner.park() { excess -= 1 }
    }
  }

  private func wakeUp(at moment: Timestamp?) {
    lookAgain?.cancel()
    lookAgain = nil
    guard let moment else { return }
    let seconds = max(0.05, desk.now().seconds(until: moment))
    lookAgain = Task {
      try? await pause(for: .seconds(seconds))
      if !Task.isCancelled { self.scheduleAdmission() }
    }
  }

  /// Tells of the queue when it changed.
  func tellQueue() async {
    let status = await queueStatus()
    guard status != announcedQueue else { return }
    announcedQueue = status
    announce(.queue(status))
  }

  private func credentialDied(_ engine: String, _ text: String) async {
    let isNews = deadCredentials[engine] == nil
    deadCredentials[engine] = text
    if isNews { announce(.message(.error, "\(engine): \(text) Its tasks wait until there is another.")) }
    scheduleAdmission()
    await tellQueue()
  }

  /// Takes what a client handed over; engines whose dead credential changed may start again.
  package func takeCredentials(_ values: [String: String]) async {
    let changed = desk.credentials.put(values)
    for engine in desk.engines.engines where deadCredentials[engine.name] != nil {
      if engine.credentialVariables.contains(where: changed.contains) { await revive(engine.name) }
    }
  }

  /// Lets the tasks of an engine try its credential again.
  func revive(_ engine: String) async {
    deadCredentials[engine] = nil
    for record in records.values where record.engine == engine && record.attention?.kind == .credential {
      await runner(for: record).handleQuietly(.credentialBack)
    }
    scheduleAdmission()
  }

  /// Pauses or resumes the start of new tasks; kept over restarts.
  package func setPaused(_ value: Bool) async throws(SupervisionError) {
    do throws(StorageError) { try await desk.log.setSetting("paused", value ? "yes" : "no") } catch {
      throw SupervisionError(.failed, error.text)
    }
    paused = value
    if !value { for engine in deadCredentials.keys { await revive(engine) } }
    scheduleAdmission()
    await tellQueue()
  }

  /// Ends every agent so that its session can be resumed, and starts nothing more. What is stored is what a restart begins from.
  package func shutDown() async {
    isShuttingDown = true
    lookAgain?.cancel()
    await withTaskGroup(of: Void.self) { group in
      for runner in runners.values { group.addTask { await runner.endAgent() } }
    }
  }

  /// Waits until no runner has a job under way: "settled", for tests.
  package func settle() async {
    for runner in runners.values { await runner.settle() }
  }
}

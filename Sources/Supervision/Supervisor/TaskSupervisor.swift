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
  let announce: @Sendable (SupervisionNotice) -> Void
  var records: [TaskID: TaskRecord] = [:]
  private(set) var runners: [TaskID: TaskRunner] = [:]
  /// Tasks that were given a slot and have not taken it yet.
  var starting: [TaskID: Task<Void, Never>] = [:]
  var paused = false
  /// Whether all agents stand still; and why, when it was not the operator's word.
  var frozen = false
  var frozenBecause: String?
  var deadCredentials: [String: String] = [:]
  /// Whose agents live.
  let live = LiveAgents()
  /// Who looks at which task.
  let onlookers = Onlookers()
  /// The rules that answer agents by themselves; one change of them at a time.
  let standing = StandingRules()
  var rulesGate = Gate()
  /// The last ending of idle agents that was begun.
  var room: Task<Void, Never>?
  var lookAgain: Task<Void, Never>?
  var admission: Task<Void, Never>?
  var admissionPending = false
  /// What is known of the machine.
  var governor = HostGovernor()
  /// Looks at the disk while agents write to it.
  var diskWatch: Task<Void, Never>?
  /// The trees that were last shown to operators, as kept.
  var looked: [String: String] = [:]
  /// What operators reviewed, by name, as kept; and the pieces of the changes that were looked at last, by task, the latest at the end.
  var books: [String: HunkBook] = [:]
  var changes: [(task: TaskID, tree: String, pieces: ChangedPieces)] = []
  /// Takes what was written into the index; and whether more was written meanwhile.
  var indexing: Task<Void, Never>?
  var indexAgain = false
  /// The trees whose changes are known to be in the index.
  var indexedTrees: [TaskID: String] = [:]
  /// Who is in whose way.
  var merging = MergeShelf()
  /// What is known of the pull requests that are followed, who asks about them, by forge, and those whose CI is being released.
  var followup = FollowupBook()
  var followLanes: [String: FollowupLane] = [:]
  var releasing: Set<TaskID> = []
  private var announcedQueue: QueueStatus?
  private(set) var isShuttingDown = false
  /// What is published as pull requests and branches.
  let outbox: Outbox
  /// Lets one list at a time be checked and queued: what one adds is a duplicate for the next.
  var intakeGate = Gate()

  /// A supervisor that has not read the store yet; call `start`.
  package init(desk: Desk, announce: @escaping @Sendable (SupervisionNotice) -> Void) {
    self.desk = desk
    outbox = Outbox(desk: desk)
    self.announce = announce
  }

  /// Reads the store, puts right what a crash left, and begins to start tasks.
  /// - Returns: what must be said, one sentence each.
  /// - Throws: `SupervisionError(.failed)` when the store cannot be read.
  package func start() async throws(SupervisionError) -> [String] {
    let posted: Set<TaskID>
    do throws(StorageError) {
      posted = try await outbox.load()
      for record in try await desk.reader.wholeTasks() { records[record.id] = record }
      paused = try await desk.log.setting("paused") == "yes"
      try await readFrozen()
      try await readRules()
    } catch {
      throw SupervisionError(.failed, error.text)
    }
    // A task may have a workspace that its record does not know of yet, in any phase: only what belongs to no task is a stranger.
    let known = Set(records.values.filter { $0.workspacePath != nil }.map(\.id))
    let remarks = await desk.workspaces.reconcile(known: known, incomplete: Set(records.keys).subtracting(known))
    for record in records.values.sorted(by: { $0.id < $1.id }) {
      switch record.phase {
      case .review where record.handsOver || record.chain?.current?.publish != nil: await runner(for: record).handleQuietly(.restarted)
      case .publishing where posted.contains(record.id): break
      case .preparing, .running, .waiting, .publishing: await runner(for: record).handleQuietly(.restarted)
      case .done, .discarded:
        if record.workspacePath != nil {
          await runner(for: record).startJob { await $0.finish() }
        } else if desk.workspaces.workspace(of: record.id) != nil {
          // Left by a crash while it was being made or brought back: whatever it holds is nothing new.
          await runner(for: record).startJob { await $0.remove(seal: false) }
        }
      default: break
      }
    }
    await resumeDiskWatch()
    await beginOutbox()
    await admit()
    followRequests()
    scheduleIndexing()
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

  /// The queue as it stands, and what the machine has left now.
  package func queueStatus() -> QueueStatus {
    governor.reading = desk.host.read()
    var status = plainStatus
    status.host = governor.said
    return status
  }

  private var plainStatus: QueueStatus {
    QueueStatus(
      paused: paused, maxRunning: desk.settings.maxRunning, maxLive: desk.settings.maxLive, live: live.all.count,
      trouble: governor.trouble ?? deadCredentials.sorted { $0.key < $1.key }.first?.value, frozen: frozen, frozenBecause: frozenBecause)
  }

  /// Calls `body` with the live list of this moment: what it subscribes to sees every later change and no earlier one.
  package func attach<Result: Sendable>(_ body: @Sendable ([TaskRecord]) -> Result) -> Result { body(liveTasks) }

  // MARK: Runners

  /// The runner of a task; made when it is first needed.
  func runner(for record: TaskRecord) -> TaskRunner {
    if let known = runners[record.id] { return known }
    let made = TaskRunner(
      record, desk: desk, live: live, onlookers: onlookers, standing: standing, frozen: frozen, publications: outbox,
      report: { [weak self] record, entries in await self?.changed(record, entries) },
      announce: announce,
      deadCredential: { [weak self] engine, text, revision in await self?.credentialDied(engine, text, revision) })
    runners[record.id] = made
    return made
  }

  /// The runner of a known task.
  func runner(_ id: TaskID) throws(SupervisionError) -> TaskRunner { runner(for: try task(id)) }

  private func changed(_ record: TaskRecord, _ entries: [TranscriptEntry]) {
    let old = records[record.id]
    records[record.id] = record
    if record.phase != .queued { starting[record.id] = nil }
    if old != record { announce(.task(record.listed)) }
    if !entries.isEmpty { announce(.entries(entries)) }
    rulesMayEnd(record, old, entries)
    noteForIndex(record, entries)
    mergesMayChange(record, old)
    followAfter(record, old)
    letGoOfOpen(record, old)
    if old?.phase != record.phase || old?.priority != record.priority || old?.handedCommit != record.handedCommit
      || old?.batch != record.batch
    {
      scheduleAdmission()
    }
  }

  /// Takes new records in, tells of them, and lets the queue look.
  func adopt(_ new: [TaskRecord]) {
    for record in new {
      records[record.id] = record
      announce(.task(record.listed))
    }
    scheduleAdmission()
  }

  // MARK: The queue and the credentials

  /// Tells of the queue when it changed.
  func tellQueue() {
    let status = plainStatus
    guard status != announcedQueue else { return }
    announcedQueue = status
    announce(.queue(status))
  }

  private func credentialDied(_ engine: String, _ text: String, _ revision: Int) async {
    if revision < desk.credentials.revision, deadCredentials[engine] == nil {
      // It failed with an older one. In a task of its own: the runner that reports this is not free yet.
      Task { await self.revive(engine) }
      return
    }
    let isNews = deadCredentials[engine] == nil
    deadCredentials[engine] = text
    if isNews { announce(.message(.error, "\(engine): \(text) Its tasks wait until there is another.")) }
    scheduleAdmission()
    tellQueue()
  }

  /// Takes what a client handed over; engines whose dead credential changed may start again. An ssh agent at which nobody answers (a window of tmux keeps the address of
  /// a login that is over) takes no place of one that does.
  package func takeCredentials(_ values: [String: String]) async {
    let came = !values.isEmpty
    var values = values
    let agent = "SSH_AUTH_SOCK"
    if let socket = values[agent], let present = desk.credentials.value(agent), present != socket, !Self.answers(socket),
      Self.answers(present)
    {
      values[agent] = nil
    }
    let changed = desk.credentials.put(values)
    if !changed.isEmpty, followup.credentialsChanged() { followRequests() }
    for engine in desk.engines.engines where deadCredentials[engine.name] != nil {
      if engine.credentialVariables.contains(where: changed.contains) { await revive(engine.name) }
    }
    if came { await outbox.credentialsCame(new: !changed.isEmpty) }
  }

  /// Whether a program of this user listens at a socket.
  private static func answers(_ socket: String) -> Bool {
    guard let connection = try? UnixConnection.connect(socket) else { return false }
    connection.close()
    return true
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
    tellQueue()
  }

  /// Ends every agent so that its session can be resumed, and starts nothing more. What is stored is what a restart begins from.
  package func shutDown() async {
    isShuttingDown = true
    lookAgain?.cancel()
    diskWatch?.cancel()
    indexing?.cancel()
    await outbox.close()
    endFollowing()
    await withTaskGroup(of: Void.self) { group in
      for runner in runners.values { group.addTask { await runner.close() } }
    }
    await indexing?.value
    for check in merging.checks.values { await check.value }
    await merging.lettingGo?.value
  }

  /// Waits until nothing is under way but the agents' own work: "settled", for tests.
  package func settle() async {
    var isBusy = true
    while isBusy {
      isBusy = false
      if let last = admission {
        await last.value
        if admission == last { admission = nil }
        isBusy = true
      }
      for task in starting.values {
        await task.value
        isBusy = true
      }
      for runner in runners.values where await runner.settle() { isBusy = true }
      if await outbox.settle() { isBusy = true }
      for check in merging.checks.values {
        await check.value
        isBusy = true
      }
      if let last = merging.lettingGo {
        await last.value
        if merging.lettingGo == last { merging.lettingGo = nil }
        isBusy = true
      }
      if let indexing {
        await indexing.value
        isBusy = true
      }
      if admissionPending { isBusy = true }
    }
  }
}

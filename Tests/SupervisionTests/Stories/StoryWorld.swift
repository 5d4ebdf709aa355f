import Agents
import Configuration
import Model
import Platform
import Sandbox
import Storage
import Supervision
import TestSupport
import Workspaces

/// A whole service without its socket: supervisor, store, real git workspaces, scripted agents, a clock that the test moves. Can be cut off and begun again
/// over the same state.
final class StoryWorld {
  let root: TestRepositoryRoot
  let repository: TestRepository
  let remote: TestRepository
  let clock = StoryClock()
  let ledger: ScriptedLedger
  let engine: ScriptedEngine
  /// Every engine, that one first.
  let engines: [any CodingEngine]
  let credentials = CredentialShelf()
  let machine = StoryMachine()
  /// The forge that everything is on; nil: none is configured.
  let forge: ScriptedForge?
  /// Where the service is cut off, once.
  let crash = StoryCrash()
  var settings: Settings
  private(set) var book = StoryBook()
  private(set) var supervisor: TaskSupervisor
  private(set) var desk: Desk
  /// Those that were cut off: what they had begun may still be on its way.
  private var ghosts: [TaskSupervisor] = []
  /// What the last start said.
  private(set) var remarks: [String] = []
  /// Whether the looks at changing workspaces wait for the clock too, and not for real time.
  private let pacesLooks: Bool

  private init(
    _ root: TestRepositoryRoot, _ repository: TestRepository, _ remote: TestRepository, _ engine: ScriptedEngine,
    _ others: [any CodingEngine], _ settings: Settings, pacesLooks: Bool, forge: ScriptedForge?
  ) async throws {
    self.forge = forge
    self.pacesLooks = pacesLooks
    let engines: [any CodingEngine] = [engine] + others
    self.engines = engines
    (self.root, self.repository, self.remote, self.engine, self.settings) = (root, repository, remote, engine, settings)
    ledger = engine.ledger
    desk = try await Self.desk(root, engines, settings, clock, credentials, machine, pacesLooks)
    if let forge { desk.forges = forge }
    desk.reach = { [crash] in crash.reach($0) }
    supervisor = TaskSupervisor(desk: desk) { [book] in book.take($0) }
    try await desk.log.setSetting("unsandboxed:\(repository.path)", "yes")
    remarks = try await supervisor.start()
  }

  /// Runs a story in a world of its own.
  static func tell(
    _ engine: ScriptedEngine, also others: [ScriptedEngine] = [], with more: [any CodingEngine] = [], pacesLooks: Bool = false,
    forge: ScriptedForge? = nil,
    _ configure: (inout Settings) -> Void = { _ in },
    _ story: (StoryWorld) async throws -> Void
  ) async throws {
    try await TestRepositoryRoot.use { root in
      let repository = try await root.repository("code", files: ["README.md": "hello\n"])
      let remote = try await root.bare("remote.git", of: repository)
      try await repository.git("remote", "add", "origin", remote.path)
      var settings = Settings()
      settings.defaultEngine = engine.name
      settings.sandbox.level = .none
      configure(&settings)
      let world = try await StoryWorld(root, repository, remote, engine, others + more, settings, pacesLooks: pacesLooks, forge: forge)
      do { try await story(world) } catch {
        await world.end()
        throw error
      }
      await world.end()
    }
  }

  private static func desk(
    _ root: TestRepositoryRoot, _ engines: [any CodingEngine], _ settings: Settings, _ clock: StoryClock, _ credentials: CredentialShelf,
    _ machine: StoryMachine, _ pacesLooks: Bool
  ) async throws -> Desk {
    let state = root.path + "/state"
    let git = try GitProgram(helper: nil)
    let workspaces = try WorkspaceStore(root: state, git: git, reserve: 1 << 20)
    let (log, _) = try await EventLog.open(path: state + "/carrel.db")
    return Desk(
      log: log, reader: try await EventReader.open(path: state + "/carrel.db"), workspaces: workspaces,
      repositories: RepositorySource(git: git), patchFolder: root.path + "/patches", engines: EngineRegistry(engines), settings: settings,
      sandbox: SandboxAvailability(isAvailable: false, text: "not here"),
      commands: AgentSandbox(warden: warden, bwrap: "/usr/bin/bwrap", features: SandboxFeatures()),
      credentials: credentials, userHome: root.path + "/home", host: machine.gauge,
      now: { clock.now }, uptime: { clock.uptime }, sleep: { await clock.pass($0) },
      pace: { if pacesLooks { await clock.pass($0) } else { await Desk.realSleep($0) } })
  }

  /// The warden beside the test's own program; nil when it is not built there.
  static var warden: String? { Environment.executable.flatMap(SandboxLauncher.findWarden(nextTo:)) }

  /// The service is gone as with `kill -9`, and is started again over what it left.
  func restart() async throws {
    book.shut()
    await ledger.killAll()
    try await desk.log.close()
    await desk.reader.close()
    desk = try await Self.desk(root, engines, settings, clock, credentials, machine, pacesLooks)
    if let forge { desk.forges = forge }
    desk.reach = { [crash] in crash.reach($0) }
    ghosts.append(supervisor)
    book = StoryBook()
    book.begin(try await desk.reader.wholeTasks())
    supervisor = TaskSupervisor(desk: desk) { [book] in book.take($0) }
    remarks = try await supervisor.start()
  }

  private func end() async {
    await supervisor.shutDown()
    await ledger.killAll()
    for ghost in ghosts { await ghost.shutDown() }
    await desk.workspaces.trashEmptied()
    try? await desk.log.close()
    await desk.reader.close()
  }

  // MARK: What operators do

  /// Queues tickets with these titles.
  @discardableResult
  func add(_ titles: String..., change: (inout Intake) -> Void = { _ in }) async throws -> [TaskID] {
    var intake = Intake(
      drafts: titles.enumerated().map { TicketDraft(line: $0.offset + 1, ticket: Ticket(title: $0.element)) }, directory: repository.path)
    change(&intake)
    return try await supervisor.enqueue(intake).map(\.id)
  }

  /// Waits until a task is in one of these phases.
  @discardableResult
  func until(_ task: TaskID, _ phases: TaskPhase...) async -> TaskRecord? {
    await book.until { tasks in tasks[task].map { phases.contains($0.phase) } ?? false }
    return book.tasks[task]
  }

  /// Waits until a task needs the operator for this.
  func until(_ task: TaskID, needs kind: Attention.Kind) async { await book.until { $0[task]?.attention?.kind == kind } }

  /// Looks at a task's diff as a person does before approving.
  @discardableResult
  func look(_ task: TaskID) async throws -> String {
    let listing = try await supervisor.diff(task)
    return try await supervisor.diffText(task, tree: listing.summary.tree, paths: [], context: 3, ignoreWhitespace: false)
  }

  /// Looks and approves.
  @discardableResult
  func approve(_ task: TaskID, _ kind: Publication.Kind = .branch) async throws -> String {
    try await look(task)
    return try await supervisor.approve(task, TaskRunner.Approval(kind: kind, author: "ana"))
  }

  func task(_ id: TaskID) async throws -> TaskRecord { try await supervisor.task(id) }

  /// The branches of the remote, without main.
  func branches() async throws -> [String] {
    try await remote.git("for-each-ref", "--format=%(refname:short)", "refs/heads").split(separator: "\n").map(String.init)
      .filter { $0 != "main" }
  }

  /// A file on a branch of the remote.
  func file(_ path: String, on branch: String) async throws -> String { try await remote.git("show", "\(branch):\(path)") }

  /// Lets time pass until the next thing that waits for it.
  func passTime() async {
    while clock.untilNext == nil, !Task.isCancelled { await Task.yield() }
    clock.advance((clock.untilNext ?? 0) + 0.001)
  }
}

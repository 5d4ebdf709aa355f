import Agents
import Client
import Configuration
import Model
import Platform
import Sandbox
import Service
import Storage
import Supervision
import Synchronization
import TestSupport
import Wire
import Workspaces

/// A whole service behind its socket with tasks that lie in review, and a clock that the test moves. No agent runs.
struct House: Sendable {
  static let version = "test"
  let root: String
  let clock: HouseClock
  var socket: String { "\(root)/s" }

  /// Runs a body with `tasks` tasks in review, T1 and so on.
  static func use(tasks: Int = 3, _ body: (House) async throws -> Void) async throws {
    try await TestRepositoryRoot.use { root in
      let house = House(root: root.path, clock: HouseClock())
      let (log, _) = try await EventLog.open(path: "\(root.path)/carrel.db")
      let moment = house.clock.now
      _ = try await log.insertTasks(identities: (0..<tasks).map { "t\($0)" }) { ids in ids.map { House.review($0, moment) } }
      try await log.close()
      try await body(house)
    }
  }

  /// Serves over what the house's store has, until the body ends; then ends the service as a stop does.
  func serve(_ body: (TaskSupervisor, @escaping @Sendable (SupervisionNotice) -> Void) async throws -> Void) async throws {
    let git = try GitProgram(helper: nil)
    let (log, _) = try await EventLog.open(path: "\(root)/carrel.db")
    let reader = try await EventReader.open(path: "\(root)/carrel.db")
    let desk = Desk(
      log: log, reader: reader, workspaces: try WorkspaceStore(root: "\(root)/state", git: git, reserve: 1 << 20),
      repositories: RepositorySource(git: git), patchFolder: "\(root)/patches", engines: EngineRegistry([]), settings: Settings(),
      sandbox: SandboxAvailability(isAvailable: false, text: "not here"), credentials: CredentialShelf(), userHome: "\(root)/home",
      now: { [clock] in clock.now })
    let parts = CarrelService.Parts(
      listener: try UnixListener(path: socket), version: Self.version, wantedVariables: [], engines: ["demo"],
      sandbox: SandboxSummary(level: .none, network: .open),
      readList: { _ in TicketListReading(drafts: [], remarks: []) }, engineStatuses: { [] }, engineModels: { _ in [] },
      findings: { _ in [] },
      shell: { (_, _) async throws(SupervisionError) in [] }, log: try LogFile(path: "\(root)/log"), now: { [clock] in clock.now })
    let told = Mutex<(@Sendable (SupervisionNotice) -> Void)?>(nil)
    let supervisor = TaskSupervisorBox()
    let service = CarrelService(parts) { announce in
      told.withLock { $0 = announce }
      return supervisor.make(desk, announce)
    }
    let running = Task { try await service.run() }
    do {
      guard let made = supervisor.made, let announce = told.withLock({ $0 }) else { throw TestRepositoryFailure(text: "no supervisor") }
      try await body(made, announce)
    } catch {
      await service.end("the test failed")
      _ = await running.result
      throw error
    }
    await service.end("the test ends")
    _ = await running.result
    try await log.close()
    await reader.close()
  }

  /// A client with a name.
  func client(_ author: String) async throws -> Guest {
    Guest(try await ServiceClient.connect(socket: socket, version: Self.version, author: author, environment: [:]), author)
  }

  static func review(_ id: TaskID, _ moment: Timestamp) -> TaskRecord {
    var task = TaskRecord(
      id: id, ticket: Ticket(title: "Ticket \(id)"), repository: RepositoryLocation(source: "/nowhere", publishTo: "/nowhere"),
      engine: "demo", created: moment)
    task.phase = .review
    task.phaseSince = moment
    task.attention = Attention(kind: .review, since: moment, text: "1 file")
    return task
  }
}

internal import Configuration
package import Model
package import Platform
package import Supervision
package import Wire

/// Lets clients attach: one listener, one session per connection, one hub. The facts come from the supervisor.
package actor CarrelService {
  /// What a service is built with, besides its supervisor.
  package struct Parts: Sendable {
    /// The listening socket.
    package var listener: UnixListener
    /// The program's version.
    package var version: String
    /// Variables that engines read, asked of every client.
    package var wantedVariables: [String]
    /// Names of the engines, default first.
    package var engines: [String]
    /// The default sandbox.
    package var sandbox: SandboxSummary
    /// Reads a pasted list (pure).
    package var readList: @Sendable (String) -> TicketListReading
    /// How the engines stand.
    package var engineStatuses: @Sendable () async -> [EngineStatus]
    /// What an engine offers, or all.
    package var engineModels: @Sendable (String?) async -> [ModelListing]
    /// The forges; with true each is asked now.
    package var forges: @Sendable (Bool) async -> ForgeListings
    /// What `doctor` finds; with true what is certainly ours is removed.
    package var findings: @Sendable (Bool) async -> [Finding]
    /// A program and arguments for a shell in a task's sandbox.
    package var shell: @Sendable (TaskRecord, [String]) async throws(SupervisionError) -> [String]
    /// Where to write what happened.
    package var log: LogFile
    /// Takes secrets out of the lines that go to clients.
    package var clean: @Sendable ([UInt8]) -> [UInt8]
    /// The moment, for leases and marks.
    package var now: @Sendable () -> Timestamp

    /// All of them.
    package init(
      listener: UnixListener, version: String, wantedVariables: [String], engines: [String], sandbox: SandboxSummary,
      readList: @escaping @Sendable (String) -> TicketListReading, engineStatuses: @escaping @Sendable () async -> [EngineStatus],
      engineModels: @escaping @Sendable (String?) async -> [ModelListing], findings: @escaping @Sendable (Bool) async -> [Finding],
      shell: @escaping @Sendable (TaskRecord, [String]) async throws(SupervisionError) -> [String], log: LogFile,
      forges: @escaping @Sendable (Bool) async -> ForgeListings = { _ in ForgeListings() },
      clean: @escaping @Sendable ([UInt8]) -> [UInt8] = { $0 }, now: @escaping @Sendable () -> Timestamp = { .now }
    ) {
      self.listener = listener
      self.version = version
      self.wantedVariables = wantedVariables
      self.engines = engines
      self.sandbox = sandbox
      self.readList = readList
      self.engineStatuses = engineStatuses
      self.engineModels = engineModels
      self.findings = findings
      self.forges = forges
      self.shell = shell
      self.log = log
      self.clean = clean
      self.now = now
    }
  }

  nonisolated let parts: Parts
  nonisolated let supervisor: TaskSupervisor
  nonisolated let hub: NoticeHub
  private let started = Timestamp.now
  private var clients = 0
  private var nextClient = 1
  private var finished: [CheckedContinuation<Void, Never>] = []
  private var isEnding = false
  private var present: Set<Int> = []
  /// Who looks where, and who holds which task.
  var attendance = Attendance()
  var toldPresence = Presence()
  var presencePause: Task<Void, Never>?

  /// A service over a listening socket. `makeSupervisor` is given the function that tells every client.
  package init(_ parts: Parts, makeSupervisor: (@escaping @Sendable (SupervisionNotice) -> Void) -> TaskSupervisor) {
    self.parts = parts
    let hub = NoticeHub(clean: parts.clean)
    self.hub = hub
    supervisor = makeSupervisor { hub.deliver(Notice($0)) }
  }

  /// Starts the tasks and serves until `end` is called.
  /// - Throws: `SupervisionError` when the store cannot be read.
  package func run() async throws(SupervisionError) {
    for remark in try await supervisor.start() { parts.log.append(remark) }
    let accepting = Task {
      while let connection = await parts.listener.accept() {
        let id = self.opened()
        let session = ClientSession(id: id, connection: connection, service: self)
        Task {
          await session.run()
          await self.supervisor.look(client: id, at: nil)
          self.closed(id)
          await self.leaves(client: id)
        }
      }
    }
    // Somebody may have ended it while the tasks were being started.
    if !isEnding { await withCheckedContinuation { finished.append($0) } }
    parts.listener.close()
    accepting.cancel()
  }

  /// Ends: agents so that they can be resumed, then the clients.
  package func end(_ reason: String) async {
    guard !isEnding else { return }
    isEnding = true
    parts.log.append("ending: \(reason)")
    await everybodyLeaves()
    await supervisor.shutDown()
    hub.deliver(.goodbye(reason))
    await hub.drained(seconds: 1)
    for continuation in finished { continuation.resume() }
    finished = []
  }

  private func opened() -> Int {
    clients += 1
    nextClient += 1
    present.insert(nextClient)
    return nextClient
  }

  /// Whether a client is still there.
  func isPresent(_ client: Int) -> Bool { present.contains(client) }

  private func closed(_ id: Int) {
    clients -= 1
    present.remove(id)
    hub.remove(id)
  }

  /// A message as the bytes that go to a client, without secrets.
  nonisolated func line(_ message: ServiceMessage) -> [UInt8] { parts.clean(MessageCodec.encode(message)) }

  /// How the service is.
  func status() async -> ServiceStatus {
    var phases: [String: Int] = [:]
    for task in await supervisor.tasks { phases[task.phase.rawValue, default: 0] += 1 }
    return ServiceStatus(
      pid: Int(Environment.pid), version: parts.version, started: started, clients: clients, queue: await supervisor.queueStatus(),
      phases: phases)
  }
}

extension Notice {
  /// The supervisor's notice on the wire.
  init(_ notice: SupervisionNotice) {
    switch notice {
    case .task(let record): self = .task(record)
    case .entries(let entries): self = .entries(entries)
    case .delta(let task, let message, let stream, let offset, let text):
      self = .delta(task: task, messageID: message, stream: stream, offset: offset, text: text)
    case .queue(let status): self = .queue(status)
    case .outbox(let task, let entry): self = .outbox(task, entry)
    case .message(let level, let text): self = .message(level, text)
    }
  }
}

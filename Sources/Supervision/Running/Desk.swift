package import Agents
package import Configuration
package import Egress
package import Forges
package import Model
package import Platform
package import Sandbox
package import Storage
package import Workspaces

/// What tasks are worked on with: the stores, engines and settings that every runner shares. Built once by the program.
package struct Desk: Sendable {
  /// The event log.
  package var log: EventLog
  /// The same store for reading, on a connection of its own.
  package var reader: EventReader
  /// Mirrors, clones, diffs, publishing.
  package var workspaces: WorkspaceStore
  /// Reads the repositories that operators name.
  package var repositories: RepositorySource
  /// Where patches are written.
  package var patchFolder: String
  /// The engines by name.
  package var engines: EngineRegistry
  /// The configuration.
  package var settings: Settings
  /// What the machine's sandbox can do, probed by doing it.
  package var sandbox: SandboxAvailability
  /// What the repositories' own commands are run with.
  package var commands: AgentSandbox
  /// This machine's own model server, for models of its own.
  package var ollama: OllamaServer
  /// The way that all tasks' model gateways go.
  package var uplink = GatewayUplink()
  /// What clients handed over.
  package var credentials: CredentialShelf
  /// Where the proxy of the sandboxes resolves and connects.
  package var outside: ProxyWorld
  /// The operator's home, for engines' login files.
  package var userHome: String
  /// The forges that repositories are on.
  package var forges: any ForgeDirectory = NoForges()
  /// The trackers that issues are imported from, besides forges.
  package var trackers: [any IssueTracker] = []
  /// Told where tests cut the service off; true: it is as if it were gone now.
  package var reach: @Sendable (CrashPoint) -> Bool = {
    CrashPoint.reach($0)
    return false
  }
  /// What the machine has left.
  package var host: HostGauge
  /// The wall clock.
  package var now: @Sendable () -> Timestamp
  /// Seconds on a clock that only runs forward, for what elapses.
  package var uptime: @Sendable () -> Double
  /// Waits so many seconds, or until its Swift task is cancelled.
  package var sleep: @Sendable (Double) async -> Void
  /// The same between two looks at a workspace that changes.
  package var pace: @Sendable (Double) async -> Void

  /// A desk.
  package init(
    log: EventLog, reader: EventReader, workspaces: WorkspaceStore, repositories: RepositorySource, patchFolder: String,
    engines: EngineRegistry, settings: Settings,
    sandbox: SandboxAvailability, commands: AgentSandbox? = nil, ollama: OllamaServer = OllamaServer(), credentials: CredentialShelf,
    userHome: String, host: HostGauge = .none, outside: ProxyWorld = .real(),
    now: @escaping @Sendable () -> Timestamp,
    uptime: @escaping @Sendable () -> Double = Desk.monotonicSeconds, sleep: @escaping @Sendable (Double) async -> Void = Desk.realSleep,
    pace: @escaping @Sendable (Double) async -> Void = Desk.realSleep
  ) {
    self.log = log
    self.reader = reader
    self.workspaces = workspaces
    self.repositories = repositories
    self.patchFolder = patchFolder
    self.engines = engines
    self.settings = settings
    self.sandbox = sandbox
    self.commands = commands ?? .found(features: sandbox.features)
    self.ollama = ollama
    self.credentials = credentials
    self.userHome = userHome
    self.host = host
    self.outside = outside
    self.now = now
    self.uptime = uptime
    self.sleep = sleep
    self.pace = pace
  }

  private static let start = ContinuousClock.now

  /// The machine's own clock, which no change of the time of day touches.
  package static func monotonicSeconds() -> Double { (ContinuousClock.now - start).seconds }

  /// Real waiting.
  package static func realSleep(_ seconds: Double) async { try? await pause(for: .seconds(max(0, seconds))) }
}

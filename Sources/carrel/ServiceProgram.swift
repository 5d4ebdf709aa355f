import Agents
import Arguments
import Client
import Configuration
import Glibc
import Model
import Platform
import Sandbox
import Service
import Storage
import Supervision
import Tickets
import Wire
import Workspaces

/// `carrel service run`: takes the lock, opens the store, probes the sandbox, listens, says "listening", and serves until it is told to end.
struct ServiceProgram: Sendable {
  let paths: SettingsPaths
  let environment: [String: String]

  /// Runs it.
  /// - Returns: the exit code.
  func run() -> Int32 {
    let output = CommandOutput()
    guard let settings = Program(.service(.run), environment: environment).settings() else { return ExitCode.configuration.rawValue }
    let lock: FileLock
    let log: LogFile
    let listener: UnixListener
    do throws(PlatformError) {
      try Files.makeDirectory(paths.state)
      lock = try FileLock.acquire(paths.lock)
      log = try LogFile(path: paths.log)
      // Whoever left a socket behind is gone: the lock is ours.
      try? Files.remove(paths.socket)
      listener = try UnixListener(path: paths.socket)
    } catch {
      output.note("carrel: starting the service: \(error.text)")
      return ExitCode.refused.rawValue
    }
    signal(SIGHUP, SIG_IGN)
    let code = Blocking.run { await self.serve(settings, listener, log) }
    try? Files.remove(paths.socket)
    withExtendedLifetime(lock) {}
    return code
  }

  private func serve(_ settings: Settings, _ listener: UnixListener, _ log: LogFile) async -> Int32 {
    let output = CommandOutput()
    do {
      let (store, report) = try await EventLog.open(path: paths.database)
      for remark in report.remarks { log.append(remark) }
      let sandbox = await SandboxProbe.run(bwrap: SandboxPrograms.bwrap, warden: SandboxPrograms.warden, owner: paths.state)
      _ = await runBlocking { sandbox.features.groups.reconcile() }
      let desk = try await desk(settings, store, sandbox)
      let parts = parts(settings, desk, listener, log)
      let service = CarrelService(parts) { announce in TaskSupervisor(desk: desk, announce: announce) }
      let signals = try SignalWatcher([SIGTERM, SIGINT])
      let watching = Task {
        while let number = await signals.next() { await service.end("signal \(number)") }
      }
      log.append("carrel \(Main.version) serves, process \(Environment.pid)")
      // Whoever started the service waits for this line, then lets go of the pipe.
      output.line("listening")
      letGoOfTheStarter()
      try await service.run()
      await desk.ollama.end()
      watching.cancel()
      try? await store.close()
      log.append("ended")
      return 0
    } catch {
      let text = Self.text(of: error)
      log.append("ended: \(text)")
      output.note("carrel: starting the service: \(text)")
      return ExitCode.failed.rawValue
    }
  }

  private static func text(of error: any Error) -> String {
    switch error {
    case let error as StorageError: error.text
    case let error as WorkspaceError: error.text
    case let error as PlatformError: error.text
    case let error as SupervisionError: error.text
    default: "\(error)"
    }
  }

  /// Standard streams of a service that was started on demand go nowhere: the terminal it came from may go.
  private func letGoOfTheStarter() {
    guard isatty(0) == 0, isatty(1) == 0 else { return }
    let null = open("/dev/null", O_RDWR)
    guard null >= 0 else { return }
    for descriptor in [Int32(0), 1, 2] { dup2(null, descriptor) }
    if null > 2 { close(null) }
  }

  private func desk(_ settings: Settings, _ store: EventLog, _ sandbox: SandboxAvailability) async throws -> Desk {
    let git = try GitProgram(helper: Environment.executable, environment: environment)
    let workspaces = try WorkspaceStore(root: paths.state, git: git)
    return Desk(
      log: store, reader: try await EventReader.open(path: paths.database), workspaces: workspaces,
      repositories: RepositorySource(git: git), patchFolder: "\(paths.state)/patches",
      engines: EngineNames.registry(settings, sandbox: .found(features: sandbox.features)), settings: settings,
      sandbox: sandbox, credentials: CredentialShelf(), userHome: environment["HOME"] ?? Environment.home ?? "/",
      host: .system(state: workspaces.layout.root, tasks: workspaces.layout.tasks), now: { .now })
  }

  private func parts(_ settings: Settings, _ desk: Desk, _ listener: UnixListener, _ log: LogFile) -> CarrelService.Parts {
    let engines = EngineNames.all(settings)
    var wanted: [String] = ["PATH"]
    for engine in desk.engines.engines { wanted += engine.credentialVariables + engine.passedVariables }
    wanted += settings.wantedVariables + Desk.ollamaVariables
    // What menus offer: the default, what the configuration speaks of, and what is installed. Any engine can be named.
    let installed = Set(
      desk.engines.installed(commands: settings.engines.compactMapValues(\.command), environment: environment).map(\.name))
    let offered = engines.filter { installed.contains($0) || settings.engines[$0] != nil }
    let ordered = [settings.defaultEngine] + offered.filter { $0 != settings.defaultEngine }
    return CarrelService.Parts(
      listener: listener, version: Main.version, wantedVariables: Array(Set(wanted)).sorted(), engines: ordered,
      sandbox: desk.usualSummary,
      readList: { TicketList.parse($0, engines: engines) }, engineStatuses: { await EngineNames.statuses(desk) },
      engineModels: { await EngineNames.models(desk, $0) },
      findings: { await Doctor(desk: desk, paths: paths).findings(fix: $0) },
      shell: { (task, command) async throws(SupervisionError) in try await ShellCommand(desk: desk).line(task, command) }, log: log)
  }
}

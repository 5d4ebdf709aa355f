import Agents
import Arguments
import CSystem
import Client
import Configuration
import Glibc
import Model
import Platform
import Sandbox
import Secrets
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
    // It will hold keys: no core dump, and nobody else's eyes.
    _ = cs_keep_memory_private()
    guard let settings = Program(.service(.run), environment: environment).settings() else { return ExitCode.configuration.rawValue }
    let shelf = shelf(settings)
    let redactor = Redactor(shelf.ledger)
    let lock: FileLock
    let log: LogFile
    let listener: UnixListener
    do throws(PlatformError) {
      try Files.makeDirectory(paths.state)
      try SocketDirectory.make(paths)
      lock = try FileLock.acquire(paths.lock)
      log = try LogFile(path: paths.log, clean: { redactor.redact($0) })
      // Whoever left a socket behind is gone: the lock is ours.
      try? Files.remove(paths.socket)
      listener = try UnixListener(path: paths.socket)
    } catch {
      output.note("carrel: starting the service: \(error.text)")
      return ExitCode.refused.rawValue
    }
    signal(SIGHUP, SIG_IGN)
    let code = Blocking.run { await self.serve(settings, listener, log, shelf) }
    try? Files.remove(paths.socket)
    SocketDirectory.remove(paths)
    withExtendedLifetime(lock) {}
    return code
  }

  private func serve(_ settings: Settings, _ listener: UnixListener, _ log: LogFile, _ shelf: CredentialShelf) async -> Int32 {
    let output = CommandOutput()
    let redactor = Redactor(shelf.ledger)
    do {
      let (store, report) = try await EventLog.open(path: paths.database)
      for remark in report.remarks { log.append(remark) }
      await store.clean(with: StoreCleaner(json: { redactor.redactJSON($0) }, text: { redactor.redact($0) }))
      let sandbox = await SandboxProbe.run(bwrap: SandboxPrograms.bwrap, warden: SandboxPrograms.warden, owner: paths.state)
      _ = await runBlocking { sandbox.features.groups.reconcile() }
      let desk = try await desk(settings, store, sandbox, shelf)
      let parts = parts(settings, desk, listener, log)
      let service = CarrelService(parts) { announce in TaskSupervisor(desk: desk, announce: announce) }
      let signals = try SignalWatcher([SIGTERM, SIGINT])
      let watching = Task {
        while let number = await signals.next() { await service.end("signal \(number)") }
      }
      if let warning = LogoutRule().warning { log.append(warning) }
      log.append("carrel \(Main.version) serves, process \(Environment.pid)")
      // Whoever started the service waits for this line, then lets go of the pipe.
      output.line("listening")
      letGoOfTheStarter()
      try await service.run()
      await shelf.vault?.close()
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

  /// Where the credentials of this service's life come together.
  private func shelf(_ settings: Settings) -> CredentialShelf {
    let ledger = SecretLedger()
    var names = Set(settings.secretVariables + settings.mcpServers.values.flatMap(\.headerVariables.values))
    for engine in EngineNames.registry(settings).engines {
      names.formUnion(engine.credentialVariables.filter { SecretName.isSecret(variable: $0) })
    }
    // What the file itself holds.
    ledger.add(SecretVariables.values(settings.mcpServers.values.map(\.server)))
    for engine in settings.engines.values { ledger.add(SecretVariables.values(engine.environment, named: [])) }
    let home = environment["HOME"] ?? Environment.home ?? "/"
    let vault =
      settings.usesVault
      ? VaultSession(
        settings.vault.access, ledger: ledger, home: home, uptime: Desk.monotonicSeconds, sleep: Desk.realSleep) : nil
    return CredentialShelf(secrets: names, ledger: ledger, vault: vault)
  }

  private func desk(
    _ settings: Settings, _ store: EventLog, _ sandbox: SandboxAvailability, _ shelf: CredentialShelf
  ) async throws -> Desk {
    let git = try GitProgram(helper: Environment.executable, environment: environment)
    let workspaces = try WorkspaceStore(
      root: paths.state, git: git, reserve: Int64(settings.host.freezeDiskMB) << 20)
    var desk = Desk(
      log: store, reader: try await EventReader.open(path: paths.database), workspaces: workspaces,
      repositories: RepositorySource(git: git), patchFolder: "\(paths.state)/patches",
      engines: EngineNames.registry(settings, sandbox: .found(features: sandbox.features)), settings: settings,
      sandbox: sandbox, credentials: shelf, userHome: environment["HOME"] ?? Environment.home ?? "/",
      host: .system(state: workspaces.layout.root, tasks: workspaces.layout.tasks), now: { .now })
    desk.trackers = settings.trackers.map { $0.tracker(shelf) }
    desk.forges = ForgeList.directory(settings, shelf)
    return desk
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
      shell: { (task, command) async throws(SupervisionError) in try await ShellCommand(desk: desk).line(task, command) }, log: log,
      forges: { [list = ForgeList(forges: ForgeList.directory(settings, desk.credentials), environment: environment)] in
        await list.listings(check: $0)
      },
      clean: { [redactor = Redactor(desk.credentials.ledger)] in redactor.redactJSON($0) })
  }
}

import Agents
import Configuration
import Glibc
import Model
import Platform
import Sandbox
import Storage
import Supervision
import Wire
import Workspaces

/// `carrel doctor`: what is wrong on this machine, and what was left behind. Looks at what is there, with the tasks of the store; changes nothing unless asked to.
struct Doctor: Sendable {
  /// One thing that was found, and how it is put right: nil when it was, else why it was not.
  struct Diagnosis: Sendable {
    var finding: Finding
    var remedy: (@Sendable () async -> String?)?

    init(_ level: Finding.Level, _ subject: String, _ text: String, remedy: (@Sendable () async -> String?)? = nil) {
      finding = Finding(level: level, subject: subject, text: text)
      self.remedy = remedy
    }
  }

  let paths: SettingsPaths
  let layout: StateLayout
  let settings: Settings
  let sandbox: SandboxAvailability
  /// The process id of the service that runs; nil: none does.
  let service: Int32?
  /// The environment in which engines are looked for.
  let environment: [String: String]
  /// The tasks of the store.
  let tasks: @Sendable () async throws(StorageError) -> [TaskRecord]

  /// Inside of the service.
  init(desk: Desk, paths: SettingsPaths) {
    self.paths = paths
    layout = desk.workspaces.layout
    settings = desk.settings
    sandbox = desk.sandbox
    service = getpid()
    environment = desk.credentials.all
    tasks = { () async throws(StorageError) in try await desk.reader.tasks() }
  }

  /// Without a service.
  init(
    paths: SettingsPaths, settings: Settings, sandbox: SandboxAvailability, environment: [String: String],
    tasks: @escaping @Sendable () async throws(StorageError) -> [TaskRecord]
  ) {
    self.paths = paths
    layout = StateLayout(root: paths.state)
    self.settings = settings
    self.sandbox = sandbox
    service = nil
    self.environment = environment
    self.tasks = tasks
  }

  /// What was looked at, what was found, and with `fix` what was done.
  func findings(fix: Bool) async -> [Finding] {
    var all = [serviceState] + sandboxState
    all += await programs()
    all += await engines()
    all.append(logout)
    all += disk()
    do throws(StorageError) {
      let tasks = try await tasks()
      all.append(Diagnosis(.ok, "store", "\(tasks.count) tasks in \(paths.database)"))
      let left = await leftOvers(tasks)
      all += left.isEmpty ? [Diagnosis(.ok, "left-overs", "none")] : left
      all += await kept()
    } catch {
      all.append(Diagnosis(.problem, "store", error.text))
    }
    var findings: [Finding] = []
    for diagnosis in all { findings.append(await treated(diagnosis, fix)) }
    return findings
  }

  private func treated(_ diagnosis: Diagnosis, _ fix: Bool) async -> Finding {
    var finding = diagnosis.finding
    guard let remedy = diagnosis.remedy else { return finding }
    finding.isFixable = true
    guard fix else { return finding }
    if let reason = await remedy() {
      finding.isFixed = false
      finding.text += "; it could not be removed: \(reason)"
    } else {
      finding.isFixed = true
      finding.level = .ok
    }
    return finding
  }

  private var serviceState: Diagnosis {
    if let service { return Diagnosis(.ok, "service", "runs as process \(service)") }
    return Diagnosis(.ok, "service", "none runs; the next command that needs one starts it")
  }

  private var sandboxState: [Diagnosis] {
    [
      sandbox.isAvailable
        ? Diagnosis(.ok, "sandbox", "\(sandbox.text); network \(settings.sandbox.network.rawValue)")
        : Diagnosis(.problem, "sandbox", sandbox.text)
    ] + sandbox.lines.dropFirst().map { Diagnosis(.ok, "sandbox", $0) }
  }

  private func engines() async -> [Diagnosis] {
    await EngineNames.statuses(EngineNames.registry(settings), settings, environment: environment).map { status in
      let level: Finding.Level = status.problem == nil ? .ok : status.name == settings.defaultEngine ? .problem : .warning
      let text = status.problem ?? [status.version, status.credential].compactMap { $0 }.joined(separator: ", ")
      return Diagnosis(level, "engine \(status.name)", text)
    }
  }

  private var logout: Diagnosis {
    if let reason = LogoutRule().warning { return Diagnosis(.warning, "logout", reason) }
    return Diagnosis(.ok, "logout", "the service outlives it")
  }
}

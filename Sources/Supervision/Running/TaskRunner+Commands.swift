import Configuration
import Egress
import Model
import Platform
import Sandbox
import Workspaces

/// The repository's own commands, inside the task's sandbox: `setup` once before the first agent, `check` at the end of a turn.
extension TaskRunner {
  /// Runs the setup command, once for each workspace. False when the agent is not to be started: it failed, or the task went another way meanwhile.
  func setUp(_ task: TaskRecord) async -> Bool {
    guard !task.isSetUp else { return true }
    let text: String
    if let configured = desk.settings.repository(matching: task.repository)?.setup {
      text = configured
    } else {
      switch await ownScript(task) {
      case .none: return true
      case .asked: return false
      case .run(let command): text = command
      }
    }
    await handleQuietly(.commandStarted("setup", text))
    let ran = await run(text, seconds: desk.settings.limits.setupSeconds)
    removeScript()
    guard let result = ran, record.phase == .preparing else { return false }
    await handleQuietly(.setUp(result))
    if result.passed { return record.phase == .preparing }
    let lines = result.lastLines(5).joined(separator: "\n")
    await handleQuietly(
      .agentRefused(
        TaskFailure(
          .workspace,
          "Setting up the workspace of \(id): `\(text)` \(result.words)\(lines.isEmpty ? "" : ":\n\(lines)\n")"
            + (lines.isEmpty ? "; " : "") + "`carrel retry \(id)` runs it again.")))
    return false
  }

  /// Runs the check command at the end of a turn that changed something.
  /// - Returns: whether it ran, so that the change has to be measured again.
  func check(_ summary: DiffSummary) async -> Bool {
    guard machine.isMeasuring, record.phase == .running, !summary.isEmpty, !isPlanning,
      let text = desk.settings.repository(matching: record.repository)?.check
    else { return false }
    let level = desk.settings.sandbox.level
    if await desk.unsandboxedReason(level: level, repository: record.repository) != nil {
      let remark = "not run: there is no sandbox, and nobody confirmed to do without one for this repository"
      await handleQuietly(.checked(CheckResult(command: text, exitCode: nil, seconds: 0, remark: remark)))
      return false
    }
    await handleQuietly(.commandStarted("check", text))
    // It is no silence of the agent's while it runs.
    openTools.insert(Self.checkCall)
    let result = await run(text, seconds: desk.settings.limits.checkSeconds)
    openTools.remove(Self.checkCall)
    lastEvent = desk.uptime()
    guard let result else { return false }
    await handleQuietly(.checked(result))
    return true
  }

  private static let checkCall = "carrel-check"

  private var isPlanning: Bool { record.mode == .plan && record.chain?.goesOn == true }

  /// Runs one command in the task's sandbox; nil when it was cut because the task went another way.
  private func run(_ text: String, seconds: Double) async -> CheckResult? {
    guard let workspace = record.workspacePath, let place = desk.workspaces.workspace(of: id) else { return nil }
    await untilThawed()
    var profile = desk.profile(workspace: workspace, home: place.home)
    profile.readOnly = [place.mirrorObjects]
    return await run(text, in: profile, seconds: seconds)
  }

  /// Runs one command in a sandbox; nil when it was cut because the task went another way.
  func run(_ text: String, in profile: SandboxProfile, seconds: Double) async -> CheckResult? {
    let wayOut = await wayOut(profile)
    let command = RepositoryCommand(
      text: text, profile: profile, doors: wayOut.map { [$0.proxyDoor()] } ?? [], sandbox: desk.commands, brake: brake, seconds: seconds,
      sleep: desk.sleep, uptime: desk.uptime)
    let running = Task { await command.run() }
    self.command = running
    // The task may have been stopped while this was on its way here.
    if !record.phase.holdsSlot { running.cancel() }
    let result = await running.value
    if self.command == running { self.command = nil }
    return result
  }

  /// Ends the command that runs, with all that it started; returns when it is gone.
  func endCommand() async {
    command?.cancel()
    _ = await command?.value
  }
}

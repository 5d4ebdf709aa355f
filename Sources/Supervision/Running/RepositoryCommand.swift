import Agents
import Egress
import Glibc
import Model
import Platform
import Sandbox
import Synchronization

/// A command of the configuration, run with the shell in a task's sandbox: bounded in time and output, and with nothing left behind.
struct RepositoryCommand: Sendable {
  /// For `sh -c`.
  var text: String
  /// What it may see and touch.
  var profile: SandboxProfile
  /// The ways out of its network namespace; with one there, programs are told of the proxy.
  var doors: [SandboxDoor] = []
  /// What sandboxes are made with here.
  var sandbox: AgentSandbox
  /// Stops and lets go what it runs.
  var brake: AgentBrake
  /// The longest it may run; 0: no limit.
  var seconds: Double
  var sleep: @Sendable (Double) async -> Void
  var uptime: @Sendable () -> Double

  /// Runs it. Cancelling ends it with all that it started.
  /// - Returns: how it ended; nil when it was cancelled.
  func run() async -> CheckResult? {
    let begun = uptime()
    func result(_ code: Int?, _ tail: String = "", _ remark: String = "") -> CheckResult {
      CheckResult(command: text, exitCode: code, seconds: max(0, uptime() - begun), tail: tail, remark: remark)
    }
    if Task.isCancelled { return nil }
    var command = ProcessCommand("/bin/sh", ["-c", text], environment: ["LANG": "C.UTF-8"], directory: profile.workspace)
    if doors.contains(where: { $0.port == EgressPort.proxy }) { command.environment.merge(TaskEgress.environment) { $1 } }
    command.errorOutput = .merged
    let process: Running
    do throws(SandboxError) { process = try start(command) } catch {
      return result(nil, "", "not run: \(error.text)")
    }
    let held = brake.hold(freeze: { process.setFrozen(true) }, thaw: { process.setFrozen(false) })
    defer { brake.letGo(held) }
    let isLate = Mutex(false)
    let limit = seconds
    let sleep = sleep
    let timer = Task {
      guard limit > 0 else { return }
      await sleep(limit)
      if Task.isCancelled { return }
      isLate.withLock { $0 = true }
      await process.end()
    }
    let reading = Task.detached { await Self.tail(of: process.child.output) }
    let exit = await withTaskCancellationHandler {
      await process.child.wait()
    } onCancel: {
      Task { await process.end() }
    }
    timer.cancel()
    // What may have stayed behind is ended before anything is said.
    await process.end()
    process.child.output.drain()
    let tail = await reading.value
    if Task.isCancelled { return nil }
    if isLate.withLock({ $0 }) { return result(nil, tail, "ended after \(Int(min(limit, 1e9))) s, which is its limit") }
    let remark = await process.breach()?.text ?? ""
    switch exit {
    case .code(let code): return result(code, tail, remark)
    case .signal(let number): return result(128 + number, tail, remark)
    }
  }

  /// A started command: in a sandbox, or, where none is to be had and the warden is missing, a plain child with a process group of its own.
  private enum Running: Sendable {
    case sandboxed(SandboxedProcess)
    case plain(ChildProcess)

    var child: ChildProcess {
      switch self {
      case .sandboxed(let process): process.child
      case .plain(let child): child
      }
    }

    func setFrozen(_ value: Bool) {
      switch self {
      case .sandboxed(let process): if value { process.freeze() } else { process.thaw() }
      case .plain(let child): child.signal(value ? SIGSTOP : SIGCONT)
      }
    }

    func breach() async -> SandboxBreach? {
      if case .sandboxed(let process) = self { await process.breach() } else { nil }
    }

    func end() async {
      switch self {
      case .sandboxed(let process): await process.kill()
      case .plain(let child):
        child.endGroup(grace: 1)
        _ = await child.wait()
      }
    }
  }

  private func start(_ command: ProcessCommand) throws(SandboxError) -> Running {
    if let warden = sandbox.warden {
      return .sandboxed(
        try SandboxedProcess.spawn(
          command, in: profile, doors: doors, warden: warden, bwrap: sandbox.bwrap, features: sandbox.features))
    }
    guard profile.level == .none else { throw .noWarden(path: "carrel-warden") }
    var command = command
    command.endsGroup = true
    command.environment["HOME"] = profile.home
    command.environment["PATH"] = SandboxLauncher.standardPath
    do throws(PlatformError) { return .plain(try ChildProcess.spawn(command)) } catch { throw .platform(error) }
  }

  /// The last bytes of an output, read to its end.
  private static func tail(of output: ProcessOutput) async -> String {
    var kept: [UInt8] = []
    while let bytes = await output.next() {
      kept += bytes
      if kept.count > 4 * CheckResult.longestTail { kept.removeFirst(kept.count - CheckResult.longestTail) }
    }
    return String(decoding: kept.suffix(CheckResult.longestTail), as: UTF8.self)
  }
}

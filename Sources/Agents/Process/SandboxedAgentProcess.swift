import Model
import Platform
import Sandbox

/// An agent's program in its task's sandbox; at level `none` only under the warden, which ends what the program leaves behind.
struct SandboxedAgentProcess: AgentProcess {
  private let process: SandboxedProcess

  /// Starts the program.
  /// - Throws: `TaskFailure(.sandbox)` with the reason.
  static func start(
    _ command: AgentCommand, in profile: SandboxProfile, doors: [SandboxDoor], _ sandbox: AgentSandbox, warden: String,
    terminal: Int32? = nil
  ) throws(TaskFailure) -> SandboxedAgentProcess {
    var spawned = ProcessCommand(command.path, command.arguments, environment: command.environment, directory: command.directory)
    spawned.input = .pipe
    spawned.terminal = terminal
    do throws(SandboxError) {
      return SandboxedAgentProcess(
        process: try SandboxedProcess.spawn(
          spawned, in: profile, doors: doors, warden: warden, bwrap: sandbox.bwrap, features: sandbox.features))
    } catch {
      throw TaskFailure(.sandbox, "Starting the agent: \(error.text).")
    }
  }

  func write(_ bytes: [UInt8]) async -> Bool {
    do throws(PlatformError) {
      try await process.child.write(bytes)
      return true
    } catch {
      return false
    }
  }

  func closeInput() { process.child.closeInput() }

  func nextOutput() async -> [UInt8]? { await process.child.output.next() }

  func nextError() async -> [UInt8]? { await process.child.errorOutput?.next() }

  func drain() {
    process.child.output.drain()
    process.child.errorOutput?.drain()
  }

  func wait() async -> AgentExit {
    switch await process.child.wait() {
    // The warden says 128 + number where a signal ended the program.
    case .code(let code) where code > 128 && code < 160: AgentExit(signal: code - 128)
    case .code(let code): AgentExit(code: code)
    case .signal(let number): AgentExit(signal: number)
    }
  }

  func end(grace seconds: Double) async { await process.end(grace: seconds) }

  func freeze() { process.freeze() }

  func thaw() { process.thaw() }

  func breach() async -> SandboxBreach? { await process.breach() }
}

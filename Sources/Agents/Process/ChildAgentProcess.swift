import Glibc
import Model
import Platform

/// An agent's program without a sandbox: a child in a session of its own.
struct ChildAgentProcess: AgentProcess {
  private let child: ChildProcess

  /// Starts the program.
  /// - Throws: `TaskFailure(.engine)` with the system's reason.
  static func start(_ command: AgentCommand, engine: String, terminal: Int32? = nil) throws(TaskFailure) -> ChildAgentProcess {
    var spawned = ProcessCommand(command.path, command.arguments, environment: command.environment, directory: command.directory)
    spawned.input = .pipe
    spawned.terminal = terminal
    spawned.endsGroup = true
    do throws(PlatformError) {
      return ChildAgentProcess(child: try ChildProcess.spawn(spawned))
    } catch {
      throw TaskFailure(.engine, "Starting \(engine): \(error.text).")
    }
  }

  func write(_ bytes: [UInt8]) async -> Bool {
    do throws(PlatformError) {
      try await child.write(bytes)
      return true
    } catch {
      return false
    }
  }

  func closeInput() { child.closeInput() }

  func nextOutput() async -> [UInt8]? { await child.output.next() }

  func nextError() async -> [UInt8]? { await child.errorOutput?.next() }

  func drain() {
    child.output.drain()
    child.errorOutput?.drain()
  }

  func wait() async -> AgentExit {
    switch await child.wait() {
    case .code(let code): AgentExit(code: code)
    case .signal(let number): AgentExit(signal: number)
    }
  }

  func freeze() { child.signal(SIGSTOP) }

  func thaw() { child.signal(SIGCONT) }

  func end(grace seconds: Double) async {
    thaw()
    child.endGroup(grace: seconds)
    _ = await child.wait()
  }
}

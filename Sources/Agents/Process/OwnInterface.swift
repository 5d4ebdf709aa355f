package import Model
package import Platform

/// An engine's own interactive interface: what is started for it, in the same sandbox and with the same setup as an agent, on a terminal.
package struct OwnInterface: Sendable {
  /// What is started.
  package var command: AgentCommand
  let program: AgentProgram
  let sandbox: AgentSandbox
  /// What is written into the private home before it starts. Blocks.
  var preparing: (@Sendable () throws(PlatformError) -> Void)?

  /// An interface. Its environment gets the terminal that it will stand on, in place of what keeps an agent's output plain.
  init(_ command: AgentCommand, _ program: AgentProgram, _ sandbox: AgentSandbox) {
    self.command = command
    self.program = program
    self.sandbox = sandbox
    self.command.environment["TERM"] = "xterm-256color"
    self.command.environment["COLORTERM"] = "truecolor"
    self.command.environment["NO_COLOR"] = nil
  }

  /// Starts it on a terminal; `terminal` stays the caller's, and can be closed when this returns.
  /// - Throws: `TaskFailure` with what could not be made or started.
  package func start(_ setup: AgentSetup, on terminal: OwnedDescriptor) async throws(TaskFailure) -> any AgentProcess {
    if let preparing {
      do throws(PlatformError) { try await runBlocking(preparing) } catch { throw TaskFailure(.engine, error.text) }
    }
    return try await AgentLauncher.launch(command, setup, program, sandbox, terminal: terminal.number)
  }
}

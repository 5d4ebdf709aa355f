import FoundationEssentials
import Model
import Platform
import Sandbox

/// Makes the private home and starts an agent's program, in its sandbox or, where the task's level is `none`, without one.
enum AgentLauncher {
  /// Starts the program.
  /// - Throws: `TaskFailure` with what could not be made or started.
  static func launch(_ command: AgentCommand, _ setup: AgentSetup, _ program: AgentProgram) async throws(TaskFailure) -> any AgentProcess {
    try await prepare(setup)
    return try ChildAgentProcess.start(command, engine: program.engine)
  }

  private static func prepare(_ setup: AgentSetup) async throws(TaskFailure) {
    let failure = await runBlocking { () -> String? in
      do throws(PlatformError) {
        for directory in [setup.home, setup.log] { try Files.makeDirectory(directory) }
        for (host, relative) in setup.loginFiles {
          let inside = "\(setup.home)/\(relative)"
          try Files.makeDirectory(Files.parent(of: inside))
          guard setup.sandbox.level == .none, !Files.exists(inside) else { continue }
          do {
            try FileManager.default.createSymbolicLink(atPath: inside, withDestinationPath: host)
          } catch {
            return "linking \(inside) to the login file \(host) failed"
          }
        }
        return nil
      } catch {
        return error.text
      }
    }
    if let failure { throw TaskFailure(.engine, "Preparing the private home of \(setup.task): \(failure).") }
  }
}

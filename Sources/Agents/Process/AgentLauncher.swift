import FoundationEssentials
import Model
import Platform
import Sandbox

/// Makes the private home and starts an agent's program in its sandbox.
enum AgentLauncher {
  /// Starts the program; `terminal` is its standard input and output instead of pipes.
  /// - Throws: `TaskFailure` with what could not be made or started.
  static func launch(
    _ command: AgentCommand, _ setup: AgentSetup, _ program: AgentProgram, _ sandbox: AgentSandbox, terminal: Int32? = nil
  ) async throws(TaskFailure) -> any AgentProcess {
    try await prepare(setup)
    guard let warden = sandbox.warden else {
      // Without a sandbox an agent can do without the warden; what it leaves behind is ended as far as it stayed in its process group.
      if setup.sandbox.level == .none {
        let child = try ChildAgentProcess.start(command, engine: program.engine, terminal: terminal)
        setup.brake.hold(child)
        return child
      }
      throw TaskFailure(.sandbox, "Starting \(program.engine): there is no carrel-warden; it belongs next to the carrel program.")
    }
    var profile = setup.sandbox
    profile.readOnly += program.readOnly.filter { !profile.readOnly.contains($0) }
    for (host, relative) in setup.loginFiles { profile.boundFiles[host] = "\(setup.home)/\(relative)" }
    let process = try SandboxedAgentProcess.start(
      command, in: profile, doors: setup.doors, sandbox, warden: warden, terminal: terminal)
    setup.brake.hold(process)
    return process
  }

  private static func prepare(_ setup: AgentSetup) async throws(TaskFailure) {
    let failure = await runBlocking { () -> String? in
      do throws(PlatformError) {
        for directory in [setup.home, setup.log] { try Files.makeDirectory(directory) }
        for (host, relative) in setup.loginFiles {
          let inside = "\(setup.home)/\(relative)"
          try Files.makeDirectory(Files.parent(of: inside))
          guard setup.sandbox.level != .isolated, !Files.exists(inside) else { continue }
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

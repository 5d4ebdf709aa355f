import Arguments
import Client
import Glibc
import Platform

/// Reads the invocation, builds what it needs, runs it.
@main enum Main {
  /// The program's version; also what client and service compare.
  static let version = "0.1.0"

  static func main() {
    signal(SIGPIPE, SIG_IGN)
    let arguments = Array(CommandLine.arguments.dropFirst())
    // git calls its helper with a descriptor of ours and one of its own words.
    if arguments.first == "credential" { exit(CredentialHelper.run(Array(arguments.dropFirst()))) }
    if arguments.first == "sandbox-shell" { exit(SandboxShell.run(Array(arguments.dropFirst()))) }
    switch ArgumentParser.parse(arguments) {
    case .failure(let problem):
      CommandOutput().note(problem.text)
      exit(ExitCode.usage.rawValue)
    case .success(let invocation):
      exit(Program(invocation).run())
    }
  }
}

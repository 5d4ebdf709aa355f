import Arguments
import Client
import Glibc
import Model
import Platform
import Sandbox

/// The client's half of `carrel shell`: `carrel sandbox-shell LEVEL NETWORK WORKSPACE HOME OBJECTS limits=… -- [COMMAND…]` opens the same sandbox that the task's agent
/// has, on this terminal. It ends with this process.
enum SandboxShell {
  /// Runs it.
  /// - Returns: the exit code of the shell or command.
  static func run(_ arguments: [String]) -> Int32 {
    let output = CommandOutput()
    guard let end = arguments.firstIndex(of: "--"), end >= 5, let level = SandboxSummary.Level(rawValue: arguments[0]),
      let network = SandboxSummary.Network(rawValue: arguments[1])
    else {
      output.note("carrel: sandbox-shell is for carrel's own use; `carrel shell ID` opens a shell.")
      return ExitCode.usage.rawValue
    }
    var profile = SandboxProfile(workspace: arguments[2], home: arguments[3])
    profile.level = level
    profile.network = network
    profile.readOnly = [arguments[4]]
    for option in arguments[5..<end] where option.hasPrefix("limits=") {
      profile.limits = SandboxLimits(argument: String(option.dropFirst("limits=".count))) ?? profile.limits
    }
    let words = arguments.count > end + 1 ? Array(arguments[(end + 1)...]) : ["bash"]
    var command = ProcessCommand(words[0], Array(words.dropFirst()), environment: environment, directory: arguments[2])
    command.errorOutput = .inherit
    do throws(SandboxError) {
      let availability = Blocking.run {
        await SandboxProbe.run(bwrap: SandboxPrograms.bwrap, warden: SandboxPrograms.warden, owner: arguments[3])
      }
      let launch = try SandboxLauncher(features: availability.features)
        .launch(command, in: profile, warden: SandboxPrograms.warden, bwrap: SandboxPrograms.bwrap)
      let code = withExtendedLifetime(launch) { Foreground.run(launch.command) }
      if let group = launch.group { Blocking.run { await group.remove() } }
      return code
    } catch {
      output.note("carrel: opening the sandbox: \(error.text)")
      return ExitCode.failed.rawValue
    }
  }

  /// What a shell in the sandbox is told: the terminal and the language, nothing else.
  private static var environment: [String: String] {
    let own = Environment.current
    var result: [String: String] = ["PS1": "carrel \\w $ "]
    for name in ["TERM", "LANG", "LC_ALL", "LC_CTYPE", "COLORTERM"] { if let value = own[name] { result[name] = value } }
    return result
  }
}

import Arguments
import Client
import Egress
import Glibc
import Model
import Platform
import Sandbox

/// The client's half of `carrel shell`: `carrel sandbox-shell LEVEL NETWORK WORKSPACE HOME OBJECTS [limits=…] [hosts=…] -- [COMMAND…]` opens the same sandbox that
/// the task's agent has, on this terminal. It ends with this process, which is also who answers behind the sandbox's proxy: what is refused is said on standard error.
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
    var hosts = ""
    for option in arguments[5..<end] {
      if option.hasPrefix("limits=") { profile.limits = SandboxLimits(argument: String(option.dropFirst(7))) ?? profile.limits }
      if option.hasPrefix("hosts=") { hosts = String(option.dropFirst(6)) }
    }
    let words = arguments.count > end + 1 ? Array(arguments[(end + 1)...]) : ["bash"]
    var command = ProcessCommand(words[0], Array(words.dropFirst()), environment: environment, directory: arguments[2])
    command.errorOutput = .inherit
    var doors: [SandboxDoor] = []
    if level == .isolated, network == .engine {
      doors = [wayOut(hosts, output).proxyDoor()]
      command.environment.merge(TaskEgress.environment) { $1 }
    }
    do throws(SandboxError) {
      let availability = Blocking.run {
        await SandboxProbe.run(bwrap: SandboxPrograms.bwrap, warden: SandboxPrograms.warden, owner: arguments[3])
      }
      let launch = try SandboxLauncher(features: availability.features)
        .launch(command, in: profile, doors: doors.map(\.port), warden: SandboxPrograms.warden, bwrap: SandboxPrograms.bwrap)
      let keeping = launch.keep(doors)
      defer { keeping.cancel() }
      let code = withExtendedLifetime((launch, doors)) { Foreground.run(launch.command) }
      if let group = launch.group { Blocking.run { await group.remove() } }
      return code
    } catch {
      output.note("carrel: opening the sandbox: \(error.text)")
      return ExitCode.failed.rawValue
    }
  }

  /// The proxy of the shell's sandbox, with the rules that the service gave.
  private static func wayOut(_ hosts: String, _ output: CommandOutput) -> TaskEgress {
    var rules = HostRules()
    rules.add(hosts.split(separator: ",").compactMap { try? HostRule(parsing: String($0)) }, from: "the task")
    return TaskEgress(
      rules: rules, world: .real(), remedy: { _ in "an operator can allow it with `carrel allow`, for the next shell" },
      refused: { use in
        output.note("carrel: the network refused \(PlainText.line(use.port == 0 ? use.host : use.place)): \(use.reason ?? "")")
      })
  }

  /// What a shell in the sandbox is told: the terminal and the language, nothing else.
  private static var environment: [String: String] {
    let own = Environment.current
    var result: [String: String] = ["PS1": "carrel \\w $ "]
    for name in ["TERM", "LANG", "LC_ALL", "LC_CTYPE", "COLORTERM"] { if let value = own[name] { result[name] = value } }
    return result
  }
}

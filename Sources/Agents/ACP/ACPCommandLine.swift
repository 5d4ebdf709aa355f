import Model
import Sandbox

/// Setup → the commands that start an agent and what it has us run. Pure.
enum ACPCommandLine {
  private static let standard = ["/usr/local/bin", "/usr/bin", "/bin"]

  /// The agent's command.
  static func command(_ program: AgentProgram, _ arguments: [String], _ setup: AgentSetup, _ options: ACPOptions) -> AgentCommand {
    var environment = base(program, setup)
    environment["NO_COLOR"] = "1"
    environment.merge(options.environment) { _, quiet in quiet }
    if let variable = options.modelVariable, let model = setup.model, !model.isEmpty { environment[variable] = model }
    if let variable = options.baseURLVariable, let url = setup.baseURL, !url.isEmpty { environment[variable] = url }
    environment.merge(setup.environment) { _, configured in configured }
    environment["HOME"] = setup.home
    environment["IS_SANDBOX"] = setup.sandbox.level == .none ? nil : "1"
    return AgentCommand(
      path: program.path, arguments: program.arguments + arguments + setup.arguments, environment: environment, directory: setup.workspace)
  }

  /// A command that the agent has us run: without arguments a line for the shell, else a program and its arguments. The agent's credentials are not for it.
  static func terminal(
    _ line: String, _ arguments: [String], _ variables: [String: String], directory: String?, _ program: AgentProgram, _ setup: AgentSetup
  ) -> AgentCommand {
    var environment = base(program, setup)
    environment.merge(ProxyVariables.those(of: setup.environment)) { _, proxy in proxy }
    environment.merge(variables) { _, asked in asked }
    let words = arguments.isEmpty ? ["-c", line] : ["-c", #"exec "$0" "$@""#, line] + arguments
    return AgentCommand(path: "/bin/sh", arguments: words, environment: environment, directory: directory ?? setup.workspace)
  }

  private static func base(_ program: AgentProgram, _ setup: AgentSetup) -> [String: String] {
    let own = program.path.split(separator: "/").dropLast().map { "/\($0)" }.joined()
    let path = standard + (program.searchPath + [own]).filter { !$0.isEmpty && !standard.contains($0) }
    return [
      "PATH": path.joined(separator: ":"), "LANG": "C.UTF-8", "SHELL": "/bin/bash", "TERM": "dumb", "HOME": setup.home,
      "PWD": setup.workspace,
    ]
  }
}

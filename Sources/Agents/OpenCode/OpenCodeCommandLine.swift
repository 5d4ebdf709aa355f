import Model
import Sandbox

/// Setup → the commands that start opencode (facts/engines.md, 5.1 to 5.4). Pure.
enum OpenCodeCommandLine {
  /// A server of the task's own, on this machine only. Its password is in the environment.
  static func serve(_ program: AgentProgram, _ setup: AgentSetup, port: UInt16, password: String) -> AgentCommand {
    var environment = environment(program, setup)
    environment["OPENCODE_SERVER_USERNAME"] = OpenCodeServer.user
    environment["OPENCODE_SERVER_PASSWORD"] = password
    return command(program, setup, ["serve", "--port", "\(port)", "--hostname", "127.0.0.1"], environment)
  }

  /// The program of one turn; the prompt is its input, because opencode puts arguments with spaces in quotation marks.
  static func run(
    _ program: AgentProgram, _ setup: AgentSetup, session: String?, model: OpenCodeModel?, agent: String
  ) -> AgentCommand {
    var arguments = ["run", "--format", "json", "--thinking", "--agent", agent]
    if let session { arguments += ["--session", session] }
    if let model { arguments += ["--model", model.text] }
    if let effort = setup.effort, !effort.isEmpty { arguments += ["--variant", effort] }
    return command(program, setup, arguments, environment(program, setup))
  }

  /// Its own interface on a conversation.
  static func ownInterface(_ program: AgentProgram, _ setup: AgentSetup, session: String) -> AgentCommand {
    command(program, setup, ["--session", session], environment(program, setup))
  }

  /// The Agent Client Protocol on standard input and output.
  static func acp(_ program: AgentProgram, _ setup: AgentSetup) -> AgentCommand {
    command(program, setup, ["acp", "--cwd", setup.workspace], environment(program, setup))
  }

  /// The environment of every one of them: the task's private home, and what keeps opencode quiet and away from configuration that nobody has read.
  static func environment(_ program: AgentProgram, _ setup: AgentSetup) -> [String: String] {
    var environment = [
      "PATH": path(program), "LANG": "C.UTF-8", "SHELL": "/bin/bash", "TERM": "dumb", "NO_COLOR": "1", "OPENCODE_DISABLE_AUTOUPDATE": "1",
      "OPENCODE_DISABLE_TERMINAL_TITLE": "1", "OPENCODE_DISABLE_LSP_DOWNLOAD": "1",
    ]
    environment.merge(setup.environment) { _, configured in configured }
    // The plugins that opencode brings make logins work, and nothing else is needed of them.
    if setup.loginFiles.isEmpty { environment["OPENCODE_DISABLE_DEFAULT_PLUGINS"] = "1" }
    // The public list of models is of no use for a server of the operator's own, and out of reach without a network.
    if setup.baseURL != nil || setup.ollamaURL != nil || setup.sandbox.network != .open {
      environment["OPENCODE_DISABLE_MODELS_FETCH"] = "1"
    }
    environment["HOME"] = setup.home
    environment["XDG_CONFIG_HOME"] = "\(setup.home)/.config"
    environment["XDG_DATA_HOME"] = "\(setup.home)/.local/share"
    environment["XDG_STATE_HOME"] = "\(setup.home)/.local/state"
    environment["XDG_CACHE_HOME"] = "\(setup.home)/.cache"
    environment["OPENCODE_CONFIG"] = OpenCodeConfiguration.path(home: setup.home)
    environment["OPENCODE_DISABLE_PROJECT_CONFIG"] = "1"
    environment["OPENCODE_DISABLE_CLAUDE_CODE"] = "1"
    for name in ["OPENCODE_AUTO_SHARE", "OPENCODE_CONFIG_CONTENT", "OPENCODE_CONFIG_DIR", "OPENCODE_PERMISSION"] {
      environment[name] = nil
    }
    return environment
  }

  private static func command(
    _ program: AgentProgram, _ setup: AgentSetup, _ arguments: [String], _ environment: [String: String]
  ) -> AgentCommand {
    AgentCommand(
      path: program.path, arguments: program.arguments + arguments + setup.arguments, environment: environment, directory: setup.workspace)
  }

  private static func path(_ program: AgentProgram) -> String {
    let standard = ["/usr/local/bin", "/usr/bin", "/bin"]
    let own = program.path.split(separator: "/").dropLast().map { "/\($0)" }.joined()
    return (standard + (program.searchPath + [own]).filter { !$0.isEmpty && !standard.contains($0) }).joined(separator: ":")
  }
}

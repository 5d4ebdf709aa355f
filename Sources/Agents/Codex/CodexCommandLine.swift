import Model
import Sandbox

/// Setup → the commands that start codex (facts/engines.md, 2.1, 2.4). Pure. No secret is in an argument.
package enum CodexCommandLine {
  /// `codex app-server`.
  package static func appServer(_ program: AgentProgram, _ setup: AgentSetup) -> AgentCommand {
    command(program, setup, ["app-server"] + CodexConfiguration(setup).arguments + setup.arguments)
  }

  /// One turn of `codex exec`; the prompt comes on standard input. `thread` is the one that goes on.
  package static func exec(_ program: AgentProgram, _ setup: AgentSetup, thread: String?, model: String?) -> AgentCommand {
    var arguments = ["exec", "--json", "--skip-git-repo-check", "-s", CodexStance.working(setup).sandbox]
    arguments += CodexConfiguration(setup).arguments
    if let model = CodexConfiguration.modelName(model) { arguments += ["-c", "model=\(TOMLText.string(model))"] }
    if let effort = setup.effort, !effort.isEmpty { arguments += ["-c", "model_reasoning_effort=\(TOMLText.string(effort))"] }
    arguments += setup.arguments
    if let thread { arguments += ["resume", thread] }
    return command(program, setup, arguments + ["-"])
  }

  /// Its own interface on a thread.
  static func ownInterface(_ program: AgentProgram, _ setup: AgentSetup, thread: String) -> AgentCommand {
    var arguments = ["-s", CodexStance.working(setup).sandbox] + CodexConfiguration(setup).arguments
    if let model = CodexConfiguration.modelName(setup.model) { arguments += ["-c", "model=\(TOMLText.string(model))"] }
    return command(program, setup, arguments + setup.arguments + ["resume", thread])
  }

  /// Where codex keeps its threads.
  static func home(_ setup: AgentSetup) -> String { home(in: setup.home) }

  /// The same below any home.
  static func home(in home: String) -> String { "\(home)/.codex" }

  private static func command(_ program: AgentProgram, _ setup: AgentSetup, _ arguments: [String]) -> AgentCommand {
    var environment = ["PATH": TurnPath.path(program), "LANG": "C.UTF-8", "SHELL": "/bin/bash", "TERM": "dumb", "NO_COLOR": "1"]
    environment.merge(setup.environment) { _, configured in configured }
    environment.merge(CodexConfiguration(setup).environment) { configured, _ in configured }
    // Handed over as the provider's address.
    environment["OPENAI_BASE_URL"] = nil
    environment["HOME"] = setup.home
    environment["CODEX_HOME"] = home(setup)
    return AgentCommand(
      path: program.path, arguments: program.arguments + arguments, environment: environment, directory: setup.workspace)
  }
}

import Model
import Sandbox

/// Setup → the command that starts claude (facts/engines.md, 1.1, 1.5, 1.6). Pure.
package enum ClaudeCommandLine {
  /// The tools that run without asking when the configuration names none. Bash is among them because the sandbox holds it.
  package static let defaultTools = ["Read", "Write", "Edit", "MultiEdit", "Glob", "Grep", "NotebookEdit", "Bash"]
  /// Those that change nothing: all that runs unasked in the modes `ask` and `plan`.
  static let readingTools: Set<String> = ["Read", "Glob", "Grep", "LS", "NotebookRead"]

  /// The tools that a setup lets run without asking. Servers that the operator has configured are trusted like the default tools.
  package static func allowedTools(_ setup: AgentSetup) -> [String] {
    setup.allowedTools ?? defaultTools + setup.mcpServers.map { "mcp__\($0.name)" }
  }

  /// The command.
  package static func command(_ program: AgentProgram, _ setup: AgentSetup) -> AgentCommand {
    AgentCommand(
      path: program.path, arguments: program.arguments + arguments(setup), environment: environment(program, setup),
      directory: setup.workspace)
  }

  /// Its own interface on a conversation.
  static func ownInterface(_ program: AgentProgram, _ setup: AgentSetup, session: String) -> AgentCommand {
    var arguments = ["--settings", #"{"disableAllHooks":true}"#, "--strict-mcp-config", "--resume=\(session)"]
    if let model = setup.model.map(Self.model), !model.isEmpty { arguments.append("--model=\(model)") }
    arguments += stance(setup)
    return AgentCommand(
      path: program.path, arguments: program.arguments + arguments + setup.arguments, environment: environment(program, setup),
      directory: setup.workspace)
  }

  private static func arguments(_ setup: AgentSetup) -> [String] {
    var arguments = [
      "-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose", "--include-partial-messages",
      "--permission-prompt-tool", "stdio",
      // What the repository brings (hooks, MCP servers) must not run by itself; its CLAUDE.md is read.
      "--settings", #"{"disableAllHooks":true}"#, "--strict-mcp-config",
    ]
    switch setup.session {
    case .new(let id): arguments.append("--session-id=\(id)")
    case .resume(let id): arguments.append("--resume=\(id)")
    }
    if let file = ClaudeMCP.path(setup) { arguments.append("--mcp-config=\(file)") }
    if let model = setup.model.map(Self.model), !model.isEmpty { arguments.append("--model=\(model)") }
    if let effort = setup.effort, !effort.isEmpty { arguments.append("--effort=\(effort)") }
    return arguments + stance(setup) + setup.arguments
  }

  /// What runs without asking, and what not at all.
  private static func stance(_ setup: AgentSetup) -> [String] {
    var arguments = ["--permission-mode", setup.mode == .plan ? "plan" : "default"]
    let allowed = allowedTools(setup).filter { setup.mode == .auto || readingTools.contains($0) }
    if !allowed.isEmpty { arguments.append("--allowedTools=\(allowed.joined(separator: ","))") }
    if !setup.disallowedTools.isEmpty { arguments.append("--disallowedTools=\(setup.disallowedTools.joined(separator: ","))") }
    return arguments
  }

  private static func environment(_ program: AgentProgram, _ setup: AgentSetup) -> [String: String] {
    var environment = [
      "PATH": path(program), "LANG": "C.UTF-8", "SHELL": "/bin/bash", "TERM": "dumb", "DISABLE_TELEMETRY": "1",
      "DISABLE_ERROR_REPORTING": "1",
      "DISABLE_AUTOUPDATER": "1", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "CLAUDE_CODE_EMIT_SESSION_STATE_EVENTS": "1",
      "CLAUDE_CODE_MAX_RETRIES": "5",
    ]
    environment.merge(setup.environment) { _, configured in configured }
    environment.merge(provider(setup)) { _, provider in provider }
    // A credential of Anthropic's is nothing for this machine's models, and would go before theirs.
    if setup.ollamaURL != nil { for name in ["ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN"] { environment[name] = nil } }
    environment["HOME"] = setup.home
    environment["CLAUDE_CONFIG_DIR"] = configDirectory(setup)
    environment["IS_SANDBOX"] = setup.sandbox.level == .none ? nil : "1"
    return environment
  }

  /// A model's name as claude takes it: without our prefixes.
  static func model(_ text: String) -> String {
    let name = ModelName(text)
    return name.isOllama || name.provider == "anthropic" ? name.name : text
  }

  /// Where the model answers, when it is not Anthropic. Ollama speaks the Messages API; claude's smaller errands go to the same model, since there is no other.
  private static func provider(_ setup: AgentSetup) -> [String: String] {
    guard let url = setup.ollamaURL else { return setup.baseURL.map { ["ANTHROPIC_BASE_URL": $0] } ?? [:] }
    var variables = ["ANTHROPIC_BASE_URL": url, "ANTHROPIC_AUTH_TOKEN": "ollama"]
    guard let model = setup.model.map(Self.model) else { return variables }
    for name in ["OPUS", "SONNET", "HAIKU"] { variables["ANTHROPIC_DEFAULT_\(name)_MODEL"] = model }
    variables["ANTHROPIC_SMALL_FAST_MODEL"] = model
    variables["CLAUDE_CODE_SUBAGENT_MODEL"] = model
    return variables
  }

  /// Where claude keeps its sessions.
  static func configDirectory(_ setup: AgentSetup) -> String { "\(setup.home)/.claude" }

  private static func path(_ program: AgentProgram) -> String {
    let standard = ["/usr/local/bin", "/usr/bin", "/bin"]
    let own = program.path.split(separator: "/").dropLast().map { "/\($0)" }.joined()
    return (standard + (program.searchPath + [own]).filter { !$0.isEmpty && !standard.contains($0) }).joined(separator: ":")
  }
}

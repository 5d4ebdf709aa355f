import Model
import Sandbox

/// Setup → the command of one turn of aider (facts/engines.md, 3). Pure.
enum AiderCommandLine {
  /// Keep the repository clean, the output plain, and what the repository's own settings could switch on off.
  private static let quiet = [
    "--yes-always", "--no-auto-commits", "--no-dirty-commits", "--no-gitignore", "--no-check-update", "--no-show-release-notes",
    "--analytics-disable", "--no-show-model-warnings", "--no-pretty", "--no-fancy-input", "--no-detect-urls", "--no-suggest-shell-commands",
    "--no-auto-lint", "--no-auto-test", "--test-cmd=", "--load=", "--no-notifications", "--notifications-command=", "--no-watch-files",
    "--no-copy-paste", "--verify-ssl", "--input-history-file=/dev/null", "--llm-history-file=/dev/null",
  ]

  /// Files of a repository that aider takes settings from.
  static let repositorySettings = [".aider.conf.yml", ".aider.model.settings.yml", ".aider.model.metadata.json", ".env"]

  /// Where a conversation is kept: everything of it in the private home.
  static func directory(home: String, session: String) -> String { "\(home)/.carrel-aider/\(session)" }

  /// aider's cache of tags, which it keeps in the repository, in any version.
  static func leftovers(_ setup: AgentSetup) -> [String] { (3...6).map { "\(setup.workspace)/.aider.tags.cache.v\($0)" } }

  /// The command of one turn. `files` are added to the chat; `isPlanning` asks for a plan instead of edits.
  static func command(
    _ program: AgentProgram, _ setup: AgentSetup, session: String, restores: Bool, isPlanning: Bool, files: [String],
    hasRepositorySettings: Bool
  ) -> AgentCommand {
    let place = directory(home: setup.home, session: session)
    var arguments = program.arguments
    if let model = model(setup) { arguments.append("--model=\(model)") }
    arguments += quiet + ["--chat-history-file=\(place)/chat.md", "--message-file=\(place)/message.txt"]
    if restores { arguments.append("--restore-chat-history") }
    if isPlanning { arguments.append("--chat-mode=ask") }
    if let effort = setup.effort, !effort.isEmpty { arguments.append("--reasoning-effort=\(effort)") }
    // Without a key in its words: `ps` shows them.
    if hasRepositorySettings { arguments += protection(setup) }
    arguments += setup.arguments
    for file in files { arguments += ["--file=\(file)"] }
    return AgentCommand(path: program.path, arguments: arguments, environment: environment(program, setup), directory: setup.workspace)
  }

  /// The model in LiteLLM's words. Ollama's models are `ollama_chat/…`, as aider recommends.
  static func model(_ setup: AgentSetup) -> String? {
    guard let model = setup.model, !model.isEmpty else { return nil }
    let name = ModelName(model)
    return name.isOllama ? "ollama_chat/\(name.name)" : model
  }

  /// Base URLs as they are meant: a repository's `.env` and `.aider.conf.yml` would send the key elsewhere.
  private static func protection(_ setup: AgentSetup) -> [String] {
    let meant = bases(setup)
    let names = Set(
      AiderProvider.allCases.flatMap(\.baseVariables) + [
        "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy",
      ])
    var arguments = ["--openai-api-base=\(meant["OPENAI_API_BASE"] ?? "")"]
    for name in names.sorted() {
      if let value = meant[name] ?? setup.environment[name] { arguments.append("--set-env=\(name)=\(value)") }
    }
    return arguments
  }

  private static func bases(_ setup: AgentSetup) -> [String: String] {
    var bases: [String: String] = [:]
    let provider = setup.model.map(AiderProvider.of) ?? .other
    for name in ["OPENAI_API_BASE", "OPENAI_BASE_URL"] {
      bases[name] = setup.environment["OPENAI_API_BASE"] ?? setup.environment["OPENAI_BASE_URL"]
    }
    for name in ["ANTHROPIC_API_BASE", "ANTHROPIC_BASE_URL"] {
      bases[name] = setup.environment["ANTHROPIC_API_BASE"] ?? setup.environment["ANTHROPIC_BASE_URL"]
    }
    if let url = setup.baseURL, !url.isEmpty { for name in provider.baseVariables { bases[name] = url } }
    if let url = setup.ollamaURL, !url.isEmpty { bases["OLLAMA_API_BASE"] = url }
    return bases
  }

  private static func environment(_ program: AgentProgram, _ setup: AgentSetup) -> [String: String] {
    var environment = [
      "LANG": "C.UTF-8", "SHELL": "/bin/bash", "TERM": "xterm", "NO_COLOR": "1",
      // Nothing is wrapped.
      "COLUMNS": "32000",
      "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", "PYTHONNOUSERSITE": "1",
      // No download of a table of prices at every start.
      "LITELLM_LOCAL_MODEL_COST_MAP": "True",
      // Otherwise it writes "Your Name" into the repository's configuration.
      "GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "carrel", "GIT_CONFIG_KEY_1": "user.email",
      "GIT_CONFIG_VALUE_1": "carrel@localhost",
    ]
    environment.merge(setup.environment) { _, configured in configured }
    environment.merge(bases(setup)) { _, meant in meant }
    environment["PATH"] = setup.environment["PATH"] ?? TurnPath.path(program)
    environment["HOME"] = setup.home
    return environment
  }
}

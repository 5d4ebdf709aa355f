import Model
import Providers
import Sandbox

/// Setup → the arguments of `carrel agent`. Pure.
package enum BuiltInCommandLine {
  /// The variables that credentials may be in, those of the defaults first.
  static let credentialVariables = [
    "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "OPENAI_API_KEY", "OPENROUTER_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY",
    "DEEPSEEK_API_KEY", "MISTRAL_API_KEY", "GROQ_API_KEY", "XAI_API_KEY", "MOONSHOT_API_KEY",
  ]

  /// The model that is used when none is named and this variable is set; nil: one has to be named.
  static func defaultModel(_ variable: String) -> String? {
    switch variable {
    case "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN": ModelAliases.anthropicDefault
    case "OPENAI_API_KEY": ModelAliases.openAIDefault
    default: nil
    }
  }

  /// The arguments. The mode is set by the protocol, as with every agent that speaks it.
  package static func arguments(_ setup: AgentSetup) -> [String] {
    var arguments: [String] = []
    if let model = setup.model, !model.isEmpty { arguments.append("--model=\(model)") }
    if let effort = setup.effort, !effort.isEmpty { arguments.append("--effort=\(effort)") }
    if let url = setup.baseURL, !url.isEmpty { arguments.append("--base-url=\(url)") }
    if allowsBash(setup) { arguments.append("--allow-bash") }
    // Alone in its sandbox and without rules of its own it need not ask; else it asks, and we or the operator answer.
    let isFree = setup.allowedTools == nil && setup.disallowedTools.isEmpty && setup.sandbox.level != .none
    arguments.append("--after-plan=\(isFree ? "auto" : "ask")")
    for tool in setup.disallowedTools where !tool.contains("(") && !tool.isEmpty { arguments.append("--deny=\(tool)") }
    return arguments
  }

  /// Commands run when the task's tools have them; by default they do, as with claude: each is asked about, or the sandbox holds it.
  private static func allowsBash(_ setup: AgentSetup) -> Bool {
    if setup.disallowedTools.contains("Bash") { return false }
    if setup.mode != .auto { return true }
    return ClaudeCommandLine.allowedTools(setup).contains { $0 == "Bash" || $0.hasPrefix("Bash(") }
  }
}

package import Model

/// The hosts that an engine needs, as its makers list them. Data: every entry says when it was looked up and where. Hosts for telemetry, error reports and updates are
/// left out on purpose, and so is GitHub: what can be pushed to can be leaked to.
package struct EngineHosts: Hashable, Sendable {
  /// The engine's name, or a provider's.
  package var name: String
  /// The hosts, as rules.
  package var hosts: [String]
  /// When it was looked up: year, month, day.
  package var date: String
  /// Where it stands.
  package var source: String
  /// Hosts that it knows and does not get, with what for.
  package var leftOut: [String]

  /// An entry.
  package init(_ name: String, _ hosts: [String], date: String, source: String, leftOut: [String] = []) {
    self.name = name
    self.hosts = hosts
    self.date = date
    self.source = source
    self.leftOut = leftOut
  }

  /// The rules.
  package var rules: [HostRule] {
    hosts.compactMap { text in
      do throws(NetworkHost.Problem) { return try HostRule(parsing: text) } catch { return nil }
    }
  }

  /// What an engine needs for itself, whatever model it works with; nil: it is not known here.
  package static func engine(_ name: String) -> EngineHosts? { engines.first { $0.name == name } }

  /// What reaching a provider's models takes; nil: it is not known here. Names as `provider/model` has them.
  package static func provider(_ name: String) -> EngineHosts? { providers.first { $0.name == name } }

  /// The provider whose key a variable holds (`OPENAI_API_KEY`); nil: none that is known here.
  package static func provider(ofVariable variable: String) -> String? { variables[variable] }

  private static let variables: [String: String] = [
    "ANTHROPIC_API_KEY": "anthropic", "ANTHROPIC_AUTH_TOKEN": "anthropic", "CLAUDE_CODE_OAUTH_TOKEN": "anthropic",
    "OPENAI_API_KEY": "openai", "CODEX_API_KEY": "openai", "GEMINI_API_KEY": "gemini", "GOOGLE_API_KEY": "gemini",
    "GOOGLE_GENERATIVE_AI_API_KEY": "gemini", "MISTRAL_API_KEY": "mistral", "DEEPSEEK_API_KEY": "deepseek", "XAI_API_KEY": "xai",
    "GROQ_API_KEY": "groq", "OPENROUTER_API_KEY": "openrouter", "COHERE_API_KEY": "cohere", "TOGETHER_API_KEY": "together",
    "TOGETHERAI_API_KEY": "together", "FIREWORKS_API_KEY": "fireworks", "CEREBRAS_API_KEY": "cerebras", "MOONSHOT_API_KEY": "moonshot",
    "KIMI_API_KEY": "moonshot", "DASHSCOPE_API_KEY": "dashscope", "PERPLEXITYAI_API_KEY": "perplexity", "OPENCODE_API_KEY": "opencode",
    "DEEPINFRA_API_KEY": "deepinfra", "ZAI_API_KEY": "zai", "MINIMAX_API_KEY": "minimax",
  ]
}

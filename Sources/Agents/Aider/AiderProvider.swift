import Model

/// Which provider a model of aider's belongs to, by LiteLLM's names (https://aider.chat/docs/llms.html), with the variables of its key and its base URL.
enum AiderProvider: String, Hashable, Sendable, CaseIterable {
  case openai, anthropic, gemini, deepseek, openrouter, groq, mistral, xai, cohere, fireworks, together, azure, ollama, other

  /// The provider of a model: what stands before the "/", else what its name or alias says.
  static func of(_ model: String) -> AiderProvider {
    let name = ModelName(model)
    switch name.provider {
    case "openai": return .openai
    case "anthropic": return .anthropic
    case "gemini": return .gemini
    case "deepseek": return .deepseek
    case "openrouter": return .openrouter
    case "groq": return .groq
    case "mistral", "codestral": return .mistral
    case "xai": return .xai
    case "cohere", "cohere_chat": return .cohere
    case "fireworks_ai": return .fireworks
    case "together_ai": return .together
    case "azure": return .azure
    case "ollama", "ollama_chat": return .ollama
    case .some: return .other
    case nil: return byName(model.lowercased())
    }
  }

  /// Names and aliases without a provider, as aider knows them.
  private static func byName(_ name: String) -> AiderProvider {
    let known: [(AiderProvider, [String])] = [
      (.anthropic, ["claude", "sonnet", "opus", "haiku"]),
      (.openai, ["gpt", "o1", "o3", "o4", "chatgpt", "codex", "4o", "4-turbo", "mini", "35"]),
      (.gemini, ["gemini", "flash"]), (.deepseek, ["deepseek", "r1"]), (.xai, ["grok"]), (.openrouter, ["optimus", "quasar"]),
      (.mistral, ["mistral", "codestral"]), (.cohere, ["command-r"]),
    ]
    return known.first { $0.1.contains { name.hasPrefix($0) } }?.0 ?? .other
  }

  /// The variables of its key.
  var credentialVariables: [String] {
    switch self {
    case .openai: ["OPENAI_API_KEY"]
    case .anthropic: ["ANTHROPIC_API_KEY"]
    case .gemini: ["GEMINI_API_KEY", "GOOGLE_API_KEY"]
    case .deepseek: ["DEEPSEEK_API_KEY"]
    case .openrouter: ["OPENROUTER_API_KEY"]
    case .groq: ["GROQ_API_KEY"]
    case .mistral: ["MISTRAL_API_KEY", "CODESTRAL_API_KEY"]
    case .xai: ["XAI_API_KEY"]
    case .cohere: ["COHERE_API_KEY"]
    case .fireworks: ["FIREWORKS_API_KEY", "FIREWORKS_AI_API_KEY"]
    case .together: ["TOGETHERAI_API_KEY", "TOGETHER_API_KEY"]
    case .azure: ["AZURE_API_KEY"]
    case .ollama: []
    case .other: Self.all
    }
  }

  /// The keys that aider itself looks for when no model is named, in an order that does not ask a server first.
  static let all = [
    "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY", "DEEPSEEK_API_KEY", "OPENROUTER_API_KEY", "GROQ_API_KEY", "MISTRAL_API_KEY",
    "XAI_API_KEY",
  ]

  /// Its base URL where LiteLLM is told none; nil where there is no one such URL.
  var standardURL: String? {
    switch self {
    case .openai: "https://api.openai.com/v1"
    case .anthropic: "https://api.anthropic.com"
    case .gemini: "https://generativelanguage.googleapis.com/v1beta"
    case .deepseek: "https://api.deepseek.com/beta"
    case .openrouter: "https://openrouter.ai/api/v1"
    case .groq: "https://api.groq.com/openai/v1"
    case .mistral: "https://api.mistral.ai/v1"
    case .xai: "https://api.x.ai/v1"
    case .cohere, .fireworks, .together, .azure, .ollama, .other: nil
    }
  }

  /// Its base URL goes by these names.
  var baseVariables: [String] {
    switch self {
    case .anthropic: ["ANTHROPIC_API_BASE", "ANTHROPIC_BASE_URL"]
    case .ollama: ["OLLAMA_API_BASE"]
    case .gemini: ["GEMINI_API_BASE"]
    case .deepseek: ["DEEPSEEK_API_BASE"]
    case .openrouter: ["OPENROUTER_API_BASE"]
    case .groq: ["GROQ_API_BASE"]
    case .mistral: ["MISTRAL_API_BASE"]
    case .xai: ["XAI_API_BASE"]
    case .azure: ["AZURE_API_BASE"]
    case .openai, .cohere, .fireworks, .together, .other: ["OPENAI_API_BASE", "OPENAI_BASE_URL"]
    }
  }
}

import Model

extension ProviderChoice {
  /// Where a model's provider is, by its name and the variable of its key.
  package struct StandardPlace: Hashable, Sendable {
    /// Whether it speaks Messages; else Responses or Chat Completions.
    package var isAnthropic: Bool
    /// The provider's own base URL; nil: only the operator's says it.
    package var url: String?
    /// The variables that name another.
    package var urlVariables: [String]
  }

  /// The place that `choose` takes for a model when nothing else is said; nil when the variable is none of the provider's, or the model needs no key.
  package static func standardPlace(_ model: String, variable: String) -> StandardPlace? {
    let openAI = StandardPlace(isAnthropic: false, url: OpenAIAddress.standard, urlVariables: ["OPENAI_BASE_URL"])
    let anthropic = StandardPlace(isAnthropic: true, url: AnthropicProvider.defaultURL, urlVariables: ["ANTHROPIC_BASE_URL"])
    switch ProviderChooser.family(ModelName(model)) {
    case .anthropic: return ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"].contains(variable) ? anthropic : nil
    case .responses, .chat, .openAI: return variable == "OPENAI_API_KEY" ? openAI : nil
    case .known(let known):
      return known.keyVariables.contains(variable) ? StandardPlace(isAnthropic: false, url: known.url, urlVariables: []) : nil
    case .ollama: return nil
    case .unknown:
      return variable == "OPENAI_API_KEY" ? StandardPlace(isAnthropic: false, url: nil, urlVariables: ["OPENAI_BASE_URL"]) : nil
    }
  }
}

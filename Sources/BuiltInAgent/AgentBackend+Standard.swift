import HTTP
import Model
import Providers

extension AgentBackend {
  /// The context of models that nothing better is known about, in tokens.
  private static let usualContext = 200_000
  /// That of local models: what `OllamaProvider` loads them with at least.
  private static let localContext = 32_768

  /// Providers as the environment has them (`ProviderChoice`), prices as `ModelPrices` has them. Nothing is asked before the first request of a session.
  /// - Parameters:
  ///   - environment: credentials and base URLs.
  ///   - baseURL: a base URL that goes before those of the environment.
  ///   - context: the context's size in tokens, where the operator knows it.
  package static func standard(environment: [String: String], baseURL: String? = nil, context: Int? = nil) -> AgentBackend {
    let client = HTTPClient()
    let sizes = context ?? environment["OLLAMA_CONTEXT_LENGTH"].flatMap { Int($0) }
    return AgentBackend(
      provider: { name throws(TaskFailure) in
        let choice = try ProviderChoice.choose(name, environment: environment, baseURL: baseURL, client: client)
        return (choice.provider, choice.model)
      },
      price: { provider, model, tokens in provider == "ollama" ? nil : ModelPrices.cost(model: "\(provider)/\(model)", tokens: tokens) },
      contextSize: { provider, _ in
        if let context { return max(4096, context) }
        guard provider == "ollama" else { return usualContext }
        return max(4096, sizes ?? localContext)
      }, offers: offers(environment), credentials: credentials)
  }

  private static func offers(_ environment: [String: String]) -> [ModelOffer] {
    func isSet(_ names: [String]) -> Bool { names.contains { !(environment[$0] ?? "").isEmpty } }
    var offers: [ModelOffer] = []
    if isSet(["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"]) {
      offers += ModelAliases.anthropic.values.sorted().map { ModelOffer(id: "anthropic/\($0)") }
    }
    if isSet(["OPENAI_API_KEY"]) { offers.append(ModelOffer(id: "openai/\(ModelAliases.openAIDefault)")) }
    return offers
  }

  private static let credentials: [(variable: String, name: String)] = [
    ("ANTHROPIC_API_KEY", "Anthropic API key"), ("ANTHROPIC_AUTH_TOKEN", "Anthropic token"), ("OPENAI_API_KEY", "OpenAI API key"),
    ("OPENROUTER_API_KEY", "OpenRouter API key"),
  ]
}

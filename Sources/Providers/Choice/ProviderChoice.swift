package import HTTP
package import Model

/// Which provider a model's name means, and the model's name there. Rules, first match wins:
///
/// - `anthropic/…`, `claude*`, `sonnet`, `opus`, `haiku`: Anthropic, or `ANTHROPIC_BASE_URL`;
/// - `ollama/…`: Ollama at `OLLAMA_HOST`;
/// - `openai-responses/…`, `openai-chat/…`: that API of OpenAI, or `OPENAI_BASE_URL`;
/// - `openai/…`: Chat Completions at `OPENAI_BASE_URL` when there is one and the name is none of OpenAI's own, else Responses;
/// - `gpt*`, `o1`…, `codex*`: Responses of OpenAI, or `OPENAI_BASE_URL`;
/// - `openrouter/…`, `gemini/…` and the other prefixes of `KnownProvider`, and `gemini*`: Chat Completions there;
/// - anything else: Chat Completions at `OPENAI_BASE_URL`, else Messages at `ANTHROPIC_BASE_URL`, with the whole name.
package struct ProviderChoice: Sendable {
  /// The provider.
  package var provider: any ModelProvider
  /// The model's name there, aliases resolved.
  package var model: String

  /// Chooses; nothing is asked over the network.
  /// - Parameters:
  ///   - model: nil: the default of the first provider that there is a credential for.
  ///   - baseURL: a base URL of the configuration, which goes before those of the environment.
  /// - Throws: `TaskFailure(.auth)` naming the variable when a credential is missing, `.badRequest` when no provider is known for the name.
  package static func choose(
    _ model: String?, environment: [String: String], baseURL: String? = nil, client: HTTPClient, retry: ProviderRetry = ProviderRetry()
  ) throws(TaskFailure) -> ProviderChoice {
    let chooser = ProviderChooser(environment: environment, baseURL: baseURL, client: client, retry: retry)
    return try chooser.choose(model)
  }

  /// The variables that a credential for this model is looked for in; none: it needs no credential, or none is known.
  package static func credentialVariables(_ model: String?) -> [String] {
    guard let model, !model.isEmpty else { return ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "OPENAI_API_KEY"] }
    switch ProviderChooser.family(ModelName(model)) {
    case .anthropic: return ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"]
    case .responses, .chat, .openAI: return ["OPENAI_API_KEY"]
    case .known(let known): return known.keyVariables
    case .ollama: return []
    case .unknown: return ["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"]
    }
  }
}

import HTTP
import Model
import Providers

/// What the providers offer that there is a credential for.
enum BuiltInModels {
  /// Names that stand for a provider each, with the prefix of its models.
  private static let providers = [
    ("anthropic/any", "anthropic"), ("openai-responses/any", "openai"), ("openrouter/any", "openrouter"), ("gemini/any", "gemini"),
    ("deepseek/any", "deepseek"), ("mistral/any", "mistral"), ("groq/any", "groq"), ("xai/any", "xai"), ("moonshot/any", "moonshot"),
    ("ollama/any", "ollama"),
  ]

  /// Their models, as `--model` takes them. Ollama is asked, too; that it does not run is no failure.
  /// - Throws: why nobody could be asked.
  static func offers(_ environment: [String: String]) async throws(TaskFailure) -> [ModelOffer] {
    let client = HTTPClient()
    var offers: [ModelOffer] = []
    var failure: TaskFailure?
    for (name, prefix) in providers {
      guard let choice = try? ProviderChoice.choose(name, environment: environment, client: client) else { continue }
      do throws(TaskFailure) {
        offers += try await choice.provider.models().map { ModelOffer(id: "\(prefix)/\($0.id)", note: $0.note) }
      } catch {
        if prefix != "ollama" { failure = error }
      }
    }
    if offers.isEmpty {
      throw failure
        ?? TaskFailure(
          .auth, "Listing models: no provider's key is set and no Ollama answers; set ANTHROPIC_API_KEY, OPENAI_API_KEY or OLLAMA_HOST.")
    }
    return offers
  }
}

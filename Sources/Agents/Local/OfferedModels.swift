package import HTTP
package import Model
import Providers

/// What providers offer, as engines list it: `CodingEngine.models`.
package struct OfferedModels: Sendable {
  private let environment: [String: String]
  private let client: HTTPClient

  /// Lists of the providers that this environment leads to: its credentials and base URLs.
  package init(_ environment: [String: String], client: HTTPClient = HTTPClient()) {
    self.environment = environment
    self.client = client
  }

  /// Anthropic's, or those at `ANTHROPIC_BASE_URL` (`/v1/models`). Empty without a credential.
  /// - Throws: `TaskFailure` with why they could not be asked for.
  package func anthropic() async throws(TaskFailure) -> [ModelOffer] {
    try await list("anthropic/any", prefix: "")
  }

  /// OpenAI's, or those at `OPENAI_BASE_URL` (`/v1/models`). Empty without a credential and a base URL.
  /// - Parameter prefix: goes before each name (`openai/`).
  /// - Throws: `TaskFailure` with why they could not be asked for.
  package func openAI(prefix: String = "") async throws(TaskFailure) -> [ModelOffer] {
    try await list("openai/any", prefix: prefix)
  }

  /// Those of a provider that is known by its prefix (`openrouter`, `gemini`, …), named with the prefix. Empty without a credential.
  /// - Throws: `TaskFailure` with why they could not be asked for.
  package func provider(_ name: String) async throws(TaskFailure) -> [ModelOffer] {
    try await list("\(name)/any", prefix: "\(name)/")
  }

  /// Those of Ollama, named `ollama/…`; empty when none answers. It is not started for this.
  package func ollama() async -> [ModelOffer] {
    guard let choice = try? ProviderChoice.choose("ollama/any", environment: environment, client: client) else { return [] }
    return ((try? await choice.provider.models()) ?? []).map { ModelOffer(id: "ollama/\($0.id)", note: $0.note) }
  }

  private func list(_ model: String, prefix: String) async throws(TaskFailure) -> [ModelOffer] {
    let choice: ProviderChoice
    do throws(TaskFailure) {
      choice = try ProviderChoice.choose(model, environment: environment, client: client)
    } catch  where error.kind == .auth {
      // No credential: nothing to ask with, which is no failure.
      return []
    }
    return try await choice.provider.models().map { ModelOffer(id: prefix + $0.id, note: $0.note) }
  }
}

package import HTTP
import JSON
package import Model

/// Ollama's own API (https://docs.ollama.com/api/chat).
package struct OllamaProvider: ModelProvider {
  package let name = "ollama"
  private let exchange: ProviderExchange
  private let contextLength: Int?

  /// A provider.
  /// - Parameters:
  ///   - url: a base URL, see `OllamaAddress`.
  ///   - contextLength: the context in tokens that models are loaded with; nil: as long as the conversation needs, 32 768 at least, since Ollama's own default
  ///     is small and what is beyond it is dropped without a word.
  package init(
    url: String = OllamaAddress.standard.url, contextLength: Int? = nil, client: HTTPClient, retry: ProviderRetry = ProviderRetry()
  ) {
    // Loading a large model takes minutes, in which nothing comes.
    let place = ProviderPlace(name: "ollama", url: url, urlVariable: "OLLAMA_HOST", silenceSeconds: 1800)
    self.contextLength = contextLength
    exchange = ProviderExchange(place, client: client, retry: retry)
  }

  package func answer(_ request: ProviderRequest, _ receive: @escaping @Sendable (ProviderEvent) async -> Void) async throws(TaskFailure) {
    let exchange = exchange
    let contextLength = contextLength
    try await exchange.answer(
      "/api/chat", model: request.model, framing: .lines, optional: ["think"], decoder: { OllamaDecoder(exchange.place) },
      body: { OllamaRequest.body(request, contextLength: contextLength, without: $0) }, receive)
  }

  package func models() async throws(TaskFailure) -> [ModelOffer] {
    let models = try await exchange.get("/api/tags")["models"]?.array ?? []
    return models.prefix(5000).compactMap { model in
      guard let id = model["name"]?.string ?? model["model"]?.string, !id.isEmpty, id.utf8.count < 300 else { return nil }
      let details = [model["details"]?["parameter_size"]?.string, model["details"]?["quantization_level"]?.string]
      return ModelOffer(id: id, note: String(details.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ").prefix(200)))
    }
  }
}

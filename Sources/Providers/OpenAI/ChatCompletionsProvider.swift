package import HTTP
import JSON
package import Model

/// The Chat Completions API of OpenAI and of everything that speaks it: vLLM, llama.cpp, LM Studio, OpenRouter and most providers
/// (https://platform.openai.com/docs/api-reference/chat).
package struct ChatCompletionsProvider: ModelProvider {
  package let name: String
  private let exchange: ProviderExchange
  private let limitField: String

  /// A provider.
  /// - Parameters:
  ///   - url: a base URL; one without a path gets `/v1`.
  ///   - key: goes as `Authorization: Bearer`; many local servers need none.
  ///   - keyVariable: the environment variable that the key belongs into, for texts.
  package init(
    url: String, key: String? = nil, name: String = "openai", keyVariable: String? = "OPENAI_API_KEY",
    urlVariable: String? = "OPENAI_BASE_URL",
    client: HTTPClient, retry: ProviderRetry = ProviderRetry()
  ) {
    self.name = name
    let place = OpenAIAddress.place(url, key: key, name: name, keyVariable: keyVariable, urlVariable: urlVariable)
    // OpenAI's own models take the newer name only, other servers may know the older one only.
    limitField = HTTPAddress(place.url)?.host == "api.openai.com" ? "max_completion_tokens" : "max_tokens"
    exchange = ProviderExchange(place, client: client, retry: retry)
  }

  package func answer(_ request: ProviderRequest, _ receive: @escaping @Sendable (ProviderEvent) async -> Void) async throws(TaskFailure) {
    let exchange = exchange
    let limitField = limitField
    try await exchange.answer(
      "/chat/completions", model: request.model, framing: .events,
      optional: ["stream_options", "reasoning_content", "reasoning_effort", limitField],
      decoder: { ChatDecoder(exchange.place) }, body: { ChatRequest.body(request, limitField: limitField, without: $0) }, receive)
  }

  package func models() async throws(TaskFailure) -> [ModelOffer] { ModelList.read(try await exchange.get("/models")) }
}

package import HTTP
import JSON
package import Model

/// The Responses API of OpenAI (https://platform.openai.com/docs/api-reference/responses). Nothing is stored there: reasoning comes back encrypted and goes with
/// the conversation.
package struct ResponsesProvider: ModelProvider {
  package let name: String
  private let exchange: ProviderExchange

  /// A provider.
  /// - Parameter url: a base URL; one without a path gets `/v1`.
  package init(
    url: String = OpenAIAddress.standard, key: String? = nil, name: String = "openai", keyVariable: String? = "OPENAI_API_KEY",
    client: HTTPClient, retry: ProviderRetry = ProviderRetry()
  ) {
    self.name = name
    exchange = ProviderExchange(
      OpenAIAddress.place(url, key: key, name: name, keyVariable: keyVariable, urlVariable: "OPENAI_BASE_URL"), client: client, retry: retry
    )
  }

  package func answer(_ request: ProviderRequest, _ receive: @escaping @Sendable (ProviderEvent) async -> Void) async throws(TaskFailure) {
    let exchange = exchange
    try await exchange.answer(
      "/responses", model: request.model, framing: .events, optional: ["summar", "encrypted", "reasoning", "max_output_tokens"],
      decoder: { ResponsesDecoder(exchange.place) }, body: { ResponsesRequest.body(request, without: $0) }, receive)
  }

  package func models() async throws(TaskFailure) -> [ModelOffer] { ModelList.read(try await exchange.get("/models")) }
}

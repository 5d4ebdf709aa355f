package import HTTP
import JSON
package import Model

/// The Messages API of Anthropic, and servers that speak it (https://docs.anthropic.com/en/api/messages).
package struct AnthropicProvider: ModelProvider {
  /// Where Anthropic answers.
  package static let defaultURL = "https://api.anthropic.com"

  package let name: String
  private let exchange: ProviderExchange

  /// A provider. A `key` goes as `x-api-key`, a `token` as `Authorization: Bearer`; a server of this machine may need neither.
  /// - Parameter url: with or without `/v1` at its end.
  package init(
    url: String = AnthropicProvider.defaultURL, key: String? = nil, token: String? = nil, name: String = "anthropic", client: HTTPClient,
    retry: ProviderRetry = ProviderRetry()
  ) {
    self.name = name
    var headers = [HTTPField("anthropic-version", "2023-06-01")]
    if let key { headers.append(HTTPField("x-api-key", key)) }
    if let token { headers.append(HTTPField("authorization", "Bearer \(token)")) }
    let place = ProviderPlace(
      name: name, url: url, secret: key ?? token ?? "", headers: headers,
      keyVariable: key == nil && token != nil ? "ANTHROPIC_AUTH_TOKEN" : "ANTHROPIC_API_KEY", urlVariable: "ANTHROPIC_BASE_URL",
      silenceSeconds: 300)
    exchange = ProviderExchange(place.ending(with: "/v1"), client: client, retry: retry)
  }

  package func answer(_ request: ProviderRequest, _ receive: @escaping @Sendable (ProviderEvent) async -> Void) async throws(TaskFailure) {
    let exchange = exchange
    try await exchange.answer(
      "/messages", model: request.model, framing: .events, optional: ["effort", "thinking"],
      decoder: { AnthropicDecoder(exchange.place) }, body: { AnthropicRequest.body(request, without: $0) }, receive)
  }

  package func models() async throws(TaskFailure) -> [ModelOffer] {
    ModelList.read(try await exchange.get("/models?limit=1000"))
  }
}

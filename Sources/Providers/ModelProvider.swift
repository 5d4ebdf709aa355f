package import Model

/// A service that models answer at: Anthropic Messages, OpenAI Responses and Chat Completions, Ollama.
package protocol ModelProvider: Sendable {
  /// Its name in model names: `anthropic`, `openai`, `ollama`, …
  var name: String { get }
  /// Sends a request and hands over what comes, in order; returns after `finished`. Failures that are worth it (429, 5xx, overload, a cut connection) are tried again with back-off,
  /// honouring `retry-after`. Cancelling the Swift task ends it at once.
  /// - Throws: `TaskFailure` with a class and a sentence; `.network` with "cancelled" when it was cancelled.
  func answer(_ request: ProviderRequest, _ receive: @escaping @Sendable (ProviderEvent) async -> Void) async throws(TaskFailure)
  /// The models that it offers.
  /// - Throws: `TaskFailure` with why it could not be asked.
  func models() async throws(TaskFailure) -> [ModelOffer]
}

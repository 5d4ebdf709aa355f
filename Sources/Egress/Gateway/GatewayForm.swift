/// The API that a provider speaks, as far as the gateway answers in its place.
package enum GatewayForm: String, Hashable, Sendable, CaseIterable {
  case anthropic, openAI, gemini, ollama
}

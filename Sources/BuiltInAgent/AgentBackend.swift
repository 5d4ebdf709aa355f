package import Model
package import Providers

/// The models behind the agent: which provider answers for a model's name, and what is known about the model.
package struct AgentBackend: Sendable {
  /// The provider of a model, and the model's name there. No name: the default.
  package var provider: @Sendable (_ model: String?) throws(TaskFailure) -> (provider: any ModelProvider, model: String)
  /// What tokens cost in US dollars; nil: unknown.
  package var price: @Sendable (_ provider: String, _ model: String, _ tokens: TokenCount) -> Double?
  /// How many tokens fit into a model's context.
  package var contextSize: @Sendable (_ provider: String, _ model: String) -> Int
  /// The models that are offered to choose from, besides the one in use.
  package var offers: [ModelOffer]
  /// The environment variables that credentials may be in, with what each is called.
  package var credentials: [(variable: String, name: String)]

  /// A backend.
  package init(
    provider: @escaping @Sendable (String?) throws(TaskFailure) -> (provider: any ModelProvider, model: String),
    price: @escaping @Sendable (String, String, TokenCount) -> Double? = { _, _, _ in nil },
    contextSize: @escaping @Sendable (String, String) -> Int = { _, _ in 200_000 }, offers: [ModelOffer] = [],
    credentials: [(variable: String, name: String)] = []
  ) {
    self.provider = provider
    self.price = price
    self.contextSize = contextSize
    self.offers = offers
    self.credentials = credentials
  }
}

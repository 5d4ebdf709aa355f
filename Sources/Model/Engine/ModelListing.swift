/// What `carrel models` says about one engine.
package struct ModelListing: Hashable, Sendable, Codable {
  /// The engine's name.
  package var engine: String
  /// The model used when none is named; nil: the engine's own choice.
  package var defaultModel: String?
  /// What it or its provider offers.
  package var offers: [ModelOffer]
  /// Why it could not be asked, or nil.
  package var problem: String?

  /// An engine's models.
  package init(engine: String, defaultModel: String? = nil, offers: [ModelOffer] = [], problem: String? = nil) {
    self.engine = engine
    self.defaultModel = defaultModel
    self.offers = offers
    self.problem = problem
  }
}

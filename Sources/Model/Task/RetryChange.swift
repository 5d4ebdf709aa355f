/// What an operator changes when a task goes on after an end (`carrel retry`); nil leaves a thing as it is.
package struct RetryChange: Hashable, Sendable, Codable {
  /// Another engine: a new conversation in the same workspace.
  package var engine: String?
  /// Another model.
  package var model: String?
  /// Another effort word.
  package var effort: String?
  /// Whether it begins anew in a new workspace.
  package var fresh: Bool
  /// The budget in US dollars, over all attempts.
  package var budgetUSD: Double?
  /// The most turns, over all attempts.
  package var maxTurns: Int?
  /// The most tokens, over all attempts.
  package var maxTokens: Int?
  /// The most minutes of running.
  package var minutes: Double?

  /// Nothing but what is named.
  package init(engine: String? = nil, model: String? = nil, fresh: Bool = false) {
    self.engine = engine
    self.model = model
    self.fresh = fresh
  }
}

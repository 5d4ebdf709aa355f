/// What of a pull request is to be handed to the agent.
package struct ReviewOrder: Hashable, Sendable, Codable {
  /// The numbers of comments; nil: all that are not dealt with and were not handed over before.
  package var notes: [Int64]?
  /// Whether the names of the failed checks go along.
  package var checks: Bool
  /// What the operator adds; empty: nothing.
  package var words: String

  /// An order.
  package init(notes: [Int64]? = nil, checks: Bool = false, words: String = "") {
    self.notes = notes
    self.checks = checks
    self.words = words
  }
}

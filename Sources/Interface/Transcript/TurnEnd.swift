package import Model

/// How a turn ended and what it took.
package struct TurnEnd: Hashable, Sendable {
  /// How it ended.
  package var outcome: TurnOutcome
  /// Tokens of the turn, where the engine says.
  package var tokens: TokenCount?
  /// Dollars of the turn, where the engine says.
  package var costUSD: Double?
  /// Seconds from its beginning to its end, where both are known.
  package var seconds: Double?
  /// The size of the change after it.
  package var diff: DiffSummary?
}

/// What the tasks of an engine, a repository or a day used.
package struct UsageSum: Hashable, Sendable, Codable {
  /// The engine's name, the repository's place, or the day in UTC (`2026-11-02`).
  package var key: String
  /// Tasks that used something.
  package var tasks: Int
  /// Agents' turns that ended.
  package var turns: Int
  /// Money in US dollars, as far as engines report it.
  package var costUSD: Double
  /// Tokens.
  package var tokens: TokenCount

  /// A sum.
  package init(key: String, tasks: Int, turns: Int, costUSD: Double, tokens: TokenCount) {
    self.key = key
    self.tasks = tasks
    self.turns = turns
    self.costUSD = costUSD
    self.tokens = tokens
  }
}

/// What is left of a task's limits when its agent is started.
package struct GatewayAllowance: Hashable, Sendable {
  /// What is limited.
  package enum Limit: Hashable, Sendable { case budget, tokens }

  /// US dollars; nil: no limit.
  package var budgetUSD: Double?
  /// Tokens; nil: no limit.
  package var tokens: Int?
  /// What the agent is told when the money is used up: "this task's budget of $1.00 is spent".
  package var budgetText: String
  /// What it is told when the tokens are.
  package var tokensText: String

  /// What the agent is told of a limit.
  func text(_ limit: Limit) -> String { limit == .budget ? budgetText : tokensText }

  /// No limit.
  package static let unlimited = GatewayAllowance(budgetUSD: nil, tokens: nil, budgetText: "", tokensText: "")

  /// An allowance.
  package init(budgetUSD: Double?, tokens: Int?, budgetText: String, tokensText: String) {
    self.budgetUSD = budgetUSD
    self.tokens = tokens
    self.budgetText = budgetText
    self.tokensText = tokensText
  }
}

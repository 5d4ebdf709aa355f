package import Model
import Providers
import Synchronization

/// Counts what an agent's requests took, by the provider's own figures, and says when the allowance is spent. Any caller.
package final class GatewayLedger: Sendable {
  /// What was counted.
  package struct Count: Hashable, Sendable {
    /// Tokens.
    package var tokens = TokenCount()
    /// US dollars by list price; nil: the price of a model is not known.
    package var costUSD: Double? = 0
    /// Answers.
    package var answers = 0
  }

  private struct State {
    var total = Count()
    var untold = Count()
  }

  let allowance: GatewayAllowance
  private let state = Mutex(State())

  /// A ledger without entries.
  package init(_ allowance: GatewayAllowance = .unlimited) { self.allowance = allowance }

  /// Notes an answer.
  func add(_ tokens: TokenCount, model: String?) {
    let cost = model.flatMap { ModelPrices.cost(model: $0, tokens: tokens) }
    state.withLock { state in
      Self.add(tokens, cost, to: &state.total)
      Self.add(tokens, cost, to: &state.untold)
    }
  }

  private static func add(_ tokens: TokenCount, _ cost: Double?, to count: inout Count) {
    count.tokens = count.tokens + tokens
    // A part without a price does not make the rest free.
    if let cost { count.costUSD = (count.costUSD ?? 0) + cost } else if count.costUSD == 0 { count.costUSD = nil }
    count.answers += 1
  }

  /// All of it.
  package var total: Count { state.withLock { $0.total } }

  /// What came since this was asked last.
  package func takeUntold() -> Count {
    state.withLock { state in
      defer { state.untold = Count() }
      return state.untold
    }
  }

  /// Why no further request may begin: the limit that is spent; nil: it may.
  var spent: GatewayAllowance.Limit? {
    state.withLock { state in
      if let budget = allowance.budgetUSD, (state.total.costUSD ?? 0) >= budget { return .budget }
      if let tokens = allowance.tokens, state.total.tokens.total >= tokens { return .tokens }
      return nil
    }
  }
}

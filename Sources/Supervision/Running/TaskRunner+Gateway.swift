import Agents
import Egress
import Model

/// What the model gateway has to say.
extension TaskRunner {
  /// Ends the gateway of an agent that is gone.
  func closeGateway() {
    gateway?.close()
    gateway = nil
    reported = ReportedUse()
  }

  /// Hears of a limit or of a strange request. Returns when it is acted upon.
  func heard(_ news: GatewayNews, of source: ObjectIdentifier) async {
    guard let gateway, ObjectIdentifier(gateway) == source else { return }
    switch news {
    case .limitReached(.budget):
      await handleQuietly(
        .limitReached("The budget of $\(record.limits.budgetUSD) is used up; `carrel retry \(id) --budget USD` raises it and goes on."))
    case .limitReached(.tokens):
      await handleQuietly(
        .limitReached("The limit of \(record.limits.tokens) tokens is used up; `carrel retry \(id) --max-tokens N` raises it and goes on."))
    case .refused(let text): await receive([.notice(.warning, text)], generation: generation)
    }
  }

  /// An engine's own figures stay what is shown. Where a turn ends and it has counted no tokens or no money, what the gateway counted comes before its end.
  func metered(_ event: AgentEvent) -> [AgentEvent] {
    switch event {
    case .usage(let tokens, let cost):
      if let tokens, tokens.total > 0 { reported.tokens = true }
      if cost != nil { reported.cost = true }
      return [event]
    case .turnDone:
      let said = reported
      reported = ReportedUse()
      guard let count = gateway?.ledger.takeUntold(), count.answers > 0 else { return [event] }
      let (tokens, cost) = (said.tokens ? nil : count.tokens, said.cost ? nil : count.costUSD)
      return tokens == nil && cost == nil ? [event] : [.usage(tokens: tokens, costUSD: cost), event]
    default: return [event]
    }
  }
}

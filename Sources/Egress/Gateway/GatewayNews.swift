/// What a gateway tells the task that it belongs to.
package enum GatewayNews: Hashable, Sendable {
  /// A limit is spent and a request was refused for it.
  case limitReached(GatewayAllowance.Limit)
  /// A request was refused that no honest agent sends: one sentence for the task's log.
  case refused(String)
}

package import Model

/// What became of an agent's request.
package enum RequestOutcome: Hashable, Sendable {
  /// It waits for the operator.
  case open
  /// Somebody, or the answer time-out, answered.
  case answered(AgentAnswer, by: String)
  /// The agent took it back.
  case withdrawn
}

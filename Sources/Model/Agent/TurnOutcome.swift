/// How a turn ended.
package enum TurnOutcome: Hashable, Sendable, Codable {
  /// The agent finished by itself.
  case completed
  /// It was interrupted on request.
  case interrupted
  /// It failed.
  case failed(TaskFailure)
  /// The model refused.
  case refused
  /// The engine's own limit was reached (which, in its words).
  case limit(String)
}

import Model

/// How a turn's program came to its end.
struct TurnCut: Hashable, Sendable {
  /// Its exit. Says little: many engines exit with 0 after errors.
  var exit: AgentExit
  /// Whether it was ended on request.
  var isInterrupted: Bool
  /// What its standard error said last, for failures: " It said: …", or nothing.
  var lastWords: String

  /// The failure of a program that ended before it said how the turn went.
  func failure(_ engine: String) -> TaskFailure {
    TaskFailure(.engine, "\(engine) ended in the middle of the turn (\(exit.text)).\(lastWords)")
  }
}

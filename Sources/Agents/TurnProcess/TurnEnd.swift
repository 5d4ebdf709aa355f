import Model

/// How a turn ended, as its driver says.
struct TurnEnd: Hashable, Sendable {
  /// Events before the end: texts that are closed, tool calls that are cancelled.
  var events: [AgentEvent] = []
  /// The outcome.
  var outcome: TurnOutcome
  /// The turn's closing text.
  var text: String?
  /// The plan that the operator is to approve before the turn goes on (mode `plan`): the turn has not ended then, `outcome` does not count.
  var plan: String?
  /// Files that are written for the next turn, by absolute path.
  var files: [String: [UInt8]] = [:]
}

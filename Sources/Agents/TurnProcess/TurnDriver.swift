import Model

/// How an engine with one process per turn is driven: which program a turn runs, what its lines mean, and how its end ends the turn. A value without effects; the
/// agent (`TurnProcessAgent`) runs what it says. Never makes `turnStarted`, `turnDone` or `exited`: those are the agent's.
protocol TurnDriver: Sendable {
  /// What the agent can do with this engine.
  var capabilities: AgentCapabilities { get }
  /// The engine's own conversation id, once known.
  var sessionID: String? { get }
  /// The model in use, once known.
  var model: String? { get }

  /// What is worth saying before the first turn: that the session is there, where the engine chooses no id of its own; what it cannot do.
  func opening() -> [AgentEvent]
  /// The program of the next turn. From here until `ended` lines belong to it.
  /// - Throws: `TaskFailure` when the turn cannot be run at all; the turn fails with it, and nothing is started.
  mutating func begin(_ prompt: String) throws(TaskFailure) -> TurnRun
  /// The operator has approved the plan: the next program carries it out.
  mutating func planApproved()
  /// The events of one line of standard output without its line end.
  mutating func decode(_ line: [UInt8]) -> [AgentEvent]
  /// The program is gone, its output is read. Closes what is open and says how the turn ended.
  mutating func ended(_ cut: TurnCut) -> TurnEnd
}

/// What holds unless an engine says otherwise.
extension TurnDriver {
  func opening() -> [AgentEvent] { [.sessionStarted(id: sessionID, model: model, tools: [])] }
  mutating func planApproved() {}
}

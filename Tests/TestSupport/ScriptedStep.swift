package import Model

/// One thing that a scripted agent does in a turn.
package enum ScriptedStep: Sendable {
  /// Streams a text in two pieces and ends the message.
  case say(String)
  /// A tool call that really writes this text to this path of the workspace.
  case write(String, String)
  /// Asks the operator, waits for the answer, then does what it makes of it.
  case ask(AgentRequest, then: @Sendable (AgentAnswer) -> [ScriptedStep])
  /// Does nothing until the test lets it go on, or an operator interrupts.
  case hang
  /// Says something else.
  case event(AgentEvent)
  /// Ends the turn; `completed` is the end of a script that has none.
  case end(TurnOutcome)
  /// The program ends in the middle of the turn.
  case exit
}

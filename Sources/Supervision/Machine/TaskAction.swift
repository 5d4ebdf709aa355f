package import Model

/// What the task machine wants done. Actions are performed after the record is committed; their results come back as inputs.
package enum TaskAction: Hashable, Sendable {
  /// Make the workspace, or keep the one that is there; `fresh` removes that one first.
  case prepare(fresh: Bool)
  /// Start the agent; `resume` the session of the record.
  case startAgent(resume: Bool)
  /// Hand over a prompt, byte-exact.
  case prompt(String)
  /// Hand over an answer.
  case answer(request: String, AgentAnswer)
  /// End the turn, not the process.
  case interruptAgent
  /// End the process and all that it started.
  case endAgent
  /// Measure the change; `final` at the end of a turn.
  case measure(final: Bool)
  /// Change the model of the live agent.
  case setModel(String)
  /// Commit the work so far for the task that begins with it.
  case handOver
  /// Publish the tree without an operator, as the chain says.
  case publishByItself(Publication.Kind, tree: String)
  /// Remove the workspace; first seal what was never published.
  case remove(seal: Bool)
  /// The credential was refused: hold every task that needs it.
  case reportDeadCredential(String)
}

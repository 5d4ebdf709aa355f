package import Model

/// What a scripted agent was told.
package struct ScriptedPrompt: Hashable, Sendable {
  /// Whose agent.
  package var task: TaskID
  /// Byte-exact.
  package var text: String
  /// How many prompts the task's agents had before, over all of them.
  package var number: Int
  /// The conversation.
  package var session: String
  /// What the agent was started with as its key.
  package var key: String?
}

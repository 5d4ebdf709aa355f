package import Model

/// Whom a text being written is for.
package enum ComposerTarget: Hashable, Sendable {
  /// A message to these tasks' agents.
  case message([TaskID])
  /// A no to a permission or plan, with its reason.
  case denial(TaskID, request: String)
  /// The answer to one question of a request.
  case question(TaskID, request: String, text: String)
  /// A comment on lines of a task's diff; kept there until all are sent.
  case comment(TaskID, DiffCommentTarget)
  /// All comments on a task's diff as one message.
  case comments(TaskID)
  /// What is added to the briefs of those that wait with this task, else to its own.
  case brief(TaskID)
  /// Another model's name for these tasks.
  case model([TaskID])
}

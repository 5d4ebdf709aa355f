import JSON
import Model
import Providers

/// One line of a session's file: what happened, in order.
enum SessionRecord: Hashable {
  /// The first line: whose file it is.
  case session(id: String, directory: String, created: Timestamp)
  /// A message of the conversation.
  case message(ProviderMessage)
  /// What an answer took.
  case usage(TokenCount, costUSD: Double?, context: Int)
  /// What is in force from here on.
  case settings(model: String?, mode: TaskMode, effort: String?)
  /// The conversation up to here is replaced by a summary and its last messages.
  case compacted(summary: String, kept: Int)
  /// The conversation begins anew.
  case cleared
  /// The list of steps.
  case plan([PlanEntry])
}

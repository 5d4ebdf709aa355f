package import Model
internal import Wire

/// What a dialog's yes does.
package enum DialogIntent: Hashable, Sendable {
  /// Sends these requests, each with the words that say it was done.
  case send([PlannedRequest])
  /// Publishes the tasks as the fields say, at the trees that they had when the dialog was opened.
  case approve([TaskRecord])
  /// Hands a message to several tasks; until then it is a draft.
  case message([TaskID], String)
  /// Hands what the fields choose of a task's pull request to its agent.
  case reviews(TaskID)
  /// Ends the interface.
  case quit
}

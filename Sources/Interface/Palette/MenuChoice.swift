package import Model

/// What a row of a menu does.
package enum MenuChoice: Hashable, Sendable {
  case command(Command)
  case sort(TaskSort)
  case group(TaskGroup)
  /// Goes on with these tasks; in a new workspace when fresh; with another engine if named.
  case retry([TaskID], engine: String?, fresh: Bool)
  /// Lets a task reach a host.
  case allowHost(TaskID, HostRule, HostScope)
  /// Shows an attached program again, or ends it.
  case terminal(AttachmentID, ends: Bool)
  /// Answers a request for those in the scope.
  case answer(RequestName, AgentAnswer, AnswerScope, RuleTerm)
  /// Allows a request, for the rest of the task or once.
  case allow(RequestName, always: Bool)
}

/// What opencode says beside its events: traffic that the agent has to act on.
enum OpenCodeControl: Hashable, Sendable {
  /// A permission or a question; needs an answer.
  case asks(OpenCodeAsk)
  /// An earlier one was answered, by us or by somebody else.
  case withdrawn(id: String)
  /// The session has nothing to do any more: the turn that runs is over.
  case idle
}

package import Model

/// What comes from a model while it answers, in order. The last is `finished`.
package enum ProviderEvent: Hashable, Sendable {
  /// Why an answer ended.
  package enum Stop: Hashable, Sendable {
    /// The model is done.
    case end
    /// It wants its tool calls done.
    case toolCalls
    /// The limit of the answer's length was reached.
    case length
    /// It refused.
    case refusal
  }

  /// More text.
  case text(String)
  /// More thinking.
  case thinking(String)
  /// What was streamed of this answer is void: the connection broke, and it begins again.
  case restarted
  /// The request failed and is tried again after so many seconds.
  case retrying(attempt: Int, of: Int, delaySeconds: Double, cause: TaskFailure.Class)
  /// The whole answer: its message as it goes back into the conversation, why it ended, and what it took.
  case finished(message: ProviderMessage, stop: Stop, tokens: TokenCount)
}

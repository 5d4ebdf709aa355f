/// What an agent did, the same for every engine (facts/engines.md, section 9). An engine's decoder makes them from its own protocol; every text in
/// them came from outside. An engine emits exactly one `turnDone` per turn that was started.
package enum AgentEvent: Hashable, Sendable, Codable {
  /// The engine's session is there; may come again with every turn.
  case sessionStarted(id: String?, model: String?, tools: [String])
  /// A turn began, also without a prompt of ours.
  case turnStarted
  /// More text of a message.
  case textDelta(messageID: String, text: String)
  /// The whole text of a message; replaces its deltas.
  case textDone(messageID: String, text: String)
  /// More thinking.
  case thinkingDelta(messageID: String, text: String)
  /// The whole thinking; replaces its deltas.
  case thinkingDone(messageID: String, text: String)
  /// What was streamed of this message is void: the stream broke and is tried again.
  case messageDiscarded(messageID: String)
  /// A tool call began.
  case toolStarted(ToolCall)
  /// More live output of a tool call.
  case toolOutput(id: String, text: String)
  /// A tool call ended.
  case toolFinished(id: String, status: ToolStatus, output: String, exitCode: Int?)
  /// The engine says that it changed a file; a hint only, git is the truth.
  case fileChanged(path: String, change: FileChangeKind)
  /// The agent's own list of steps, whole.
  case plan([PlanEntry])
  /// A request for the operator: permission, question or plan approval.
  case asked(AgentRequest)
  /// The request is void.
  case askWithdrawn(id: String)
  /// Use of money and tokens since the last `usage`; nil where the engine does not say.
  case usage(tokens: TokenCount?, costUSD: Double?)
  /// How full the model's context is.
  case context(used: Int, size: Int)
  /// The engine itself tries a failed request again.
  case retrying(attempt: Int?, of: Int?, delaySeconds: Double?, cause: TaskFailure.Class)
  /// The provider's usage limit, until a moment if it says one.
  case rateLimited(until: Timestamp?, text: String)
  /// The conversation was compacted.
  case compacted(before: Int?, after: Int?)
  /// The model now used.
  case modelChanged(String)
  /// The permission mode now used, in the engine's own word.
  case modeChanged(String)
  /// A turn ended.
  case turnDone(TurnOutcome, text: String?)
  /// Something worth a line.
  case notice(NoticeLevel, String)
  /// A line that the engine's program wrote to standard error.
  case standardError(String)
  /// A line of the protocol that is not known, as it came.
  case raw(String)
  /// The engine's process is gone.
  case exited(code: Int?, signal: Int?)
}

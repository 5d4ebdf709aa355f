/// What a task's transcript holds, in order: what the agent did, what operators did, and what Carrel did.
package enum TranscriptEvent: Hashable, Sendable, Codable {
  /// An agent's event other than text deltas, which are `delta`.
  case agent(AgentEvent)
  /// A piece of a message that is being streamed. `offset` is the UTF-8 byte offset in the message at which the piece starts, so that a reader can
  /// see a gap or an overlap. The store drops the pieces of a message when its `textDone` (`thinkingDone`, `toolFinished`) comes.
  case delta(messageID: String, stream: DeltaStream, offset: Int, text: String)
  /// The brief or a message was handed to the agent. `origin` is who wrote it: "brief", or the operator's name.
  case prompt(text: String, origin: String)
  /// An operator (or the answer time-out) answered a request.
  case answered(request: String, answer: AgentAnswer, by: String)
  /// The task changed its phase; the reason in words, possibly empty.
  case phase(TaskPhase, reason: String)
  /// A new attempt began, with its number from 1 and its engine.
  case attempt(number: Int, engine: String, model: String?)
  /// What the diff was when a turn ended.
  case snapshot(DiffSummary)
  /// The work was published.
  case published(Publication)
  /// Something worth a line.
  case note(NoticeLevel, String)
}

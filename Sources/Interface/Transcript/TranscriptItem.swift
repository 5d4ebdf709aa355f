package import Model

/// One thing that a transcript shows: several entries may make one item (a message and its pieces, a tool call and its end, a request and its answer).
package struct TranscriptItem: Hashable, Sendable, Identifiable {
  /// What stays the same of an item while it grows. The number tells items apart whose engine used an id again.
  package enum Identity: Hashable, Sendable {
    case entry(Int64)
    case stream(String, DeltaStream, Int)
    case tool(String, Int)
    case request(String, Int)
  }

  /// What it is.
  package enum Kind: Hashable, Sendable {
    case prompt(String, origin: String)
    /// The agent's words, as Markdown; void when the engine took them back.
    case text(StreamedText, isVoid: Bool)
    case thinking(StreamedText, isVoid: Bool)
    case tool(ToolRun)
    case request(AgentRequest, RequestOutcome)
    /// An answer whose request is not loaded.
    case answer(AgentAnswer, by: String)
    case phase(TaskPhase, reason: String)
    case attempt(number: Int, engine: String, model: String?)
    case plan([PlanEntry])
    case turnEnd(TurnEnd)
    /// The size of the change when no turn ended just before.
    case snapshot(DiffSummary)
    case published(Publication)
    case note(NoticeLevel, String)
    case retry(attempt: Int?, of: Int?, delaySeconds: Double?, TaskFailure.Class)
    /// Lines that stand together: standard error, or protocol lines that are not known.
    case lines([String], isError: Bool)
  }

  /// What stays the same.
  package var id: Identity
  /// When it began; nil for text that is only streamed so far.
  package var time: Timestamp?
  /// What it is.
  package var kind: Kind
  /// Grows with every change.
  package var revision = 0

  /// An item.
  package init(id: Identity, time: Timestamp?, kind: Kind) {
    self.id = id
    self.time = time
    self.kind = kind
  }

  /// Whether it is a tool call or something that went wrong: what `}` and `{` jump to.
  package var isToolOrError: Bool {
    switch kind {
    case .tool, .retry: true
    case .note(let level, _): level == .error
    case .phase(let phase, _): phase == .failed
    case .turnEnd(let end): end.outcome != .completed
    case .lines(_, let isError): isError
    default: false
    }
  }

  /// Whether a turn begins with it: what `]` and `[` jump to.
  package var beginsTurn: Bool {
    switch kind {
    case .prompt, .attempt: true
    default: false
    }
  }

  /// The request, while it waits for the operator.
  package var openRequest: AgentRequest? {
    if case .request(let request, .open) = kind { return request }
    return nil
  }
}

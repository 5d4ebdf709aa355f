import JSON
import Model
import Providers

/// What a session's records amount to. Pure: records in, state out.
struct SessionHistory: Hashable {
  /// The session's id; empty until its first record.
  var id = ""
  /// Its workspace.
  var directory = ""
  /// When it began.
  var created = Timestamp(milliseconds: 0)
  /// The conversation as the model gets it.
  var messages: [ProviderMessage] = []
  /// The conversation as people saw it, from the beginning.
  var shown: [ProviderMessage] = []
  /// Tokens so far.
  var tokens = TokenCount()
  /// Money so far, in US dollars; nil: unknown.
  var costUSD: Double?
  /// Tokens in the context after the last answer.
  var context = 0
  /// The model; nil: the default.
  var model: String?
  /// The mode; nil: as the agent was started.
  var mode: TaskMode?
  /// The effort.
  var effort: String?
  /// The list of steps.
  var plan: [PlanEntry] = []

  /// Whether `shown` is kept up: only for playing it back.
  var isShown = true {
    didSet { if !isShown { shown = [] } }
  }

  /// Takes the next record.
  mutating func take(_ record: SessionRecord) {
    switch record {
    case .session(let id, let directory, let created):
      self.id = id
      self.directory = directory
      self.created = created
    case .message(let message):
      messages.append(message)
      if isShown { shown.append(message) }
    case .usage(let tokens, let cost, let context):
      self.tokens = self.tokens + tokens
      if let cost { costUSD = (costUSD ?? 0) + cost }
      self.context = context
    case .settings(let model, let mode, let effort):
      self.model = model
      self.mode = mode
      self.effort = effort
    case .compacted(let summary, let kept): messages = [Compaction.message(summary)] + messages.suffix(kept)
    case .cleared:
      messages = []
      context = 0
    case .plan(let entries): plan = entries
    }
  }

  /// The first words of the conversation, for lists.
  var title: String? {
    for message in shown where message.role == .user {
      for case .text(let text) in message.parts { return text.line() }
    }
    return nil
  }

  /// The calls at the end of the conversation that have no result: the program was killed while they ran.
  var openCalls: [String] { Self.openCalls(messages) }

  /// The calls of the last answer that have no result.
  static func openCalls(_ messages: [ProviderMessage]) -> [String] {
    guard let last = messages.lastIndex(where: { $0.role == .assistant }) else { return [] }
    var open: [String] = []
    for message in messages[last...] {
      for part in message.parts {
        switch part {
        case .toolCall(let id, _, _): open.append(id)
        case .toolResult(let id, _, _): open.removeAll { $0 == id }
        default: break
        }
      }
    }
    return open
  }

  /// The history of a file's bytes; lines that cannot be read are passed over, such as a last one that was cut.
  static func read(_ bytes: [UInt8]) -> SessionHistory {
    var history = SessionHistory()
    for line in JSONLines.parse(bytes) {
      if case .success(let value) = line.value, let record = SessionRecordCodec.decode(value) { history.take(record) }
    }
    return history
  }
}

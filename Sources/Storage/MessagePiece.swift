internal import Model

/// Which streaming message a transcript event is a piece of.
struct MessagePiece: Hashable {
  /// The stream.
  var stream: DeltaStream
  /// The message's id, or the tool call's.
  var message: String
}

extension TranscriptEvent {
  /// The message that this is a piece of; nil when it stands for itself.
  var piece: MessagePiece? {
    switch self {
    case .delta(let message, let stream, _, _): MessagePiece(stream: stream, message: message)
    case .agent(.textDelta(let message, _)): MessagePiece(stream: .text, message: message)
    case .agent(.thinkingDelta(let message, _)): MessagePiece(stream: .thinking, message: message)
    case .agent(.toolOutput(let id, _)): MessagePiece(stream: .tool, message: id)
    default: nil
    }
  }

  /// The messages whose earlier pieces this makes superfluous, since it holds the whole or makes them void.
  var replaces: [MessagePiece] {
    switch self {
    case .agent(.textDone(let message, _)): [MessagePiece(stream: .text, message: message)]
    case .agent(.thinkingDone(let message, _)): [MessagePiece(stream: .thinking, message: message)]
    case .agent(.messageDiscarded(let message)):
      [MessagePiece(stream: .text, message: message), MessagePiece(stream: .thinking, message: message)]
    case .agent(.toolFinished(let id, _, _, _)): [MessagePiece(stream: .tool, message: id)]
    default: []
    }
  }
}

extension DeltaStream {
  /// As the `stream` column has it.
  var stored: Int {
    switch self {
    case .text: 0
    case .thinking: 1
    case .tool: 2
    }
  }

  /// From the `stream` column.
  init?(stored: Int64) {
    switch stored {
    case 0: self = .text
    case 1: self = .thinking
    case 2: self = .tool
    default: return nil
    }
  }
}

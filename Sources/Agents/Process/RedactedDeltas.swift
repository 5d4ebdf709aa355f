import Model
import Secrets

/// Takes secrets out of text that is streamed in pieces, where a secret may lie across two. The whole texts that end a message are redacted as lines.
struct RedactedDeltas {
  private var streams: [String: RedactionStream] = [:]

  mutating func redact(_ events: [AgentEvent], _ redactor: Redactor) -> [AgentEvent] {
    guard !redactor.isEmpty else { return events }
    return events.compactMap { event in
      switch event {
      case .textDelta(let id, let text): return piece(id, text, redactor).map { .textDelta(messageID: id, text: $0) }
      case .thinkingDelta(let id, let text): return piece(id, text, redactor).map { .thinkingDelta(messageID: id, text: $0) }
      case .textDone(let id, let text):
        streams[id] = nil
        return .textDone(messageID: id, text: redactor.redact(text))
      case .thinkingDone(let id, let text):
        streams[id] = nil
        return .thinkingDone(messageID: id, text: redactor.redact(text))
      case .messageDiscarded(let id):
        streams[id] = nil
        return event
      default: return event
      }
    }
  }

  /// What of a piece can be shown; a character that is cut by the hold-back comes with the next piece, since secrets are cut between characters or not
  /// at all.
  private mutating func piece(_ id: String, _ text: String, _ redactor: Redactor) -> String? {
    var stream = streams[id] ?? redactor.stream()
    let bytes = stream.append(Array(text.utf8))
    streams[id] = stream
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}

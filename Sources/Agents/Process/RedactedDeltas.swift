import Model
import Secrets

/// Takes secrets out of text that is streamed in pieces, where a secret may lie across two. The whole texts that end a message are redacted as they are.
struct RedactedDeltas {
  /// What a piece belongs to.
  private enum Kind { case text, thinking, output }

  private struct Key: Hashable {
    var kind: Kind
    var id: String
  }

  /// Streams that are open at once; an agent that opens more loses what is held back of the others.
  private static let limit = 1000

  private var streams: [Key: RedactionStream] = [:]

  mutating func redact(_ events: [AgentEvent], _ redactor: Redactor) -> [AgentEvent] {
    guard !redactor.isEmpty || !streams.isEmpty else { return events }
    return events.flatMap { event -> [AgentEvent] in
      switch event {
      case .textDelta(let id, let text): return piece(.text, id, text, redactor).map { [.textDelta(messageID: id, text: $0)] } ?? []
      case .thinkingDelta(let id, let text):
        return piece(.thinking, id, text, redactor).map { [.thinkingDelta(messageID: id, text: $0)] } ?? []
      case .toolOutput(let id, let text): return piece(.output, id, text, redactor).map { [.toolOutput(id: id, text: $0)] } ?? []
      case .textDone(let id, let text):
        streams[Key(kind: .text, id: id)] = nil
        return [.textDone(messageID: id, text: redactor.redact(text))]
      case .thinkingDone(let id, let text):
        streams[Key(kind: .thinking, id: id)] = nil
        return [.thinkingDone(messageID: id, text: redactor.redact(text))]
      case .toolFinished(let id, let status, let output, let code):
        let end = AgentEvent.toolFinished(id: id, status: status, output: redactor.redact(output), exitCode: code)
        var stream = streams.removeValue(forKey: Key(kind: .output, id: id))
        guard let rest = stream?.finish(), !rest.isEmpty else { return [end] }
        return [.toolOutput(id: id, text: String(decoding: rest, as: UTF8.self)), end]
      case .messageDiscarded(let id):
        streams[Key(kind: .text, id: id)] = nil
        streams[Key(kind: .thinking, id: id)] = nil
        return [event]
      default: return [event]
      }
    }
  }

  /// What of a piece can be shown; a character that is cut by the hold-back comes with the next piece, since secrets are cut between characters or not
  /// at all.
  private mutating func piece(_ kind: Kind, _ id: String, _ text: String, _ redactor: Redactor) -> String? {
    let key = Key(kind: kind, id: id)
    if streams.count >= Self.limit, streams[key] == nil { streams = [:] }
    var stream = streams[key] ?? redactor.stream()
    let bytes = stream.append(Array(text.utf8))
    streams[key] = stream
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}

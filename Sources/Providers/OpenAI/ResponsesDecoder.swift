import JSON
import Model

/// Events of a stream of the Responses API → events; pure. Finished items are what counts; deltas are for the eye.
struct ResponsesDecoder: AnswerDecoder {
  private enum Ending { case completed, length, refused }

  private static let itemLimit = 10_000

  private let place: ProviderPlace
  private var items: [JSONValue] = []
  private var ending: Ending?
  private var tokens = TokenCount()
  private var hasRefusal = false
  private var summaryParts = 0

  init(_ place: ProviderPlace) { self.place = place }

  var isComplete: Bool { ending != nil }

  mutating func take(_ value: JSONValue) throws(ProviderFailure) -> [ProviderEvent] {
    switch value["type"]?.string {
    case "response.output_text.delta": return Self.piece(value).map { [.text($0)] } ?? []
    case "response.refusal.delta":
      hasRefusal = true
      return Self.piece(value).map { [.text($0)] } ?? []
    case "response.reasoning_summary_text.delta", "response.reasoning_text.delta": return Self.piece(value).map { [.thinking($0)] } ?? []
    case "response.reasoning_summary_part.added":
      summaryParts += 1
      return summaryParts > 1 ? [.thinking("\n\n")] : []
    case "response.output_item.done":
      guard items.count < Self.itemLimit else { throw .nonsense("its answer has more than \(Self.itemLimit) parts") }
      if let item = value["item"] { items.append(item) }
    case "response.completed": end(value["response"], .completed)
    case "response.incomplete":
      let reason = value["response"]?["incomplete_details"]?["reason"]?.string
      end(value["response"], reason == "content_filter" ? .refused : .length)
    case "response.failed", "error": throw .streamed(value, place)
    case nil:
      if let error = value["error"], !error.isNull { throw .streamed(value, place) }
    default: break
    }
    return []
  }

  mutating func takeWhole(_ value: JSONValue) throws(ProviderFailure) -> [ProviderEvent] {
    if let error = value["error"], !error.isNull { throw .streamed(value, place) }
    guard let output = value["output"]?.array else { throw .nonsense("it answered with something that is no response") }
    end(value, value["status"]?.string == "incomplete" ? .length : .completed)
    return output.flatMap { item -> [ProviderEvent] in
      let thoughts = Self.texts(item["summary"])
      let words = item["type"]?.string == "message" ? Self.texts(item["content"]) : ""
      return (thoughts.isEmpty ? [] : [.thinking(thoughts)]) + (words.isEmpty ? [] : [.text(words)])
    }
  }

  mutating func finish() throws(ProviderFailure) -> ProviderEvent {
    guard let ending else { throw .incomplete() }
    var parts: [ProviderMessage.Part] = []
    var hasCalls = false
    for item in items {
      switch item["type"]?.string {
      case "message":
        let text = Self.texts(item["content"])
        if !text.isEmpty { parts.append(.text(text)) }
        if item["content"]?.array?.contains(where: { $0["type"]?.string == "refusal" }) ?? false { hasRefusal = true }
      case "reasoning": parts.append(Self.reasoning(item))
      case "function_call":
        hasCalls = true
        let id = item["call_id"]?.string ?? item["id"]?.string ?? ToolInput.newID()
        parts.append(.toolCall(id: id, name: item["name"]?.string ?? "", input: ToolInput.value(item["arguments"]?.string ?? "")))
      default: break
      }
    }
    let stop: ProviderEvent.Stop =
      switch ending {
      case .length: .length
      case .refused: .refusal
      case .completed: hasCalls ? .toolCalls : hasRefusal ? .refusal : .end
      }
    return .finished(message: ProviderMessage(.assistant, parts), stop: stop, tokens: tokens)
  }

  private mutating func end(_ response: JSONValue?, _ ending: Ending) {
    self.ending = ending
    if items.isEmpty { items = Array((response?["output"]?.array ?? []).prefix(Self.itemLimit)) }
    guard let usage = response?["usage"], usage.object != nil else { return }
    tokens = TokenCount(responses: usage)
  }

  /// A reasoning item goes back as it came, without its id, which only names what is stored.
  private static func reasoning(_ item: JSONValue) -> ProviderMessage.Part {
    let summary = item["summary"] ?? .array([])
    let text = texts(summary).isEmpty ? texts(item["content"]) : texts(summary)
    guard let encrypted = item["encrypted_content"]?.string, !encrypted.isEmpty else { return .thinking(text, signature: nil) }
    let kept: JSONValue = ["type": "reasoning", "summary": summary, "encrypted_content": .string(encrypted)]
    return .thinking(text, signature: ThinkingSeal.make(ResponsesRequest.sealName, "item", kept.serialized()))
  }

  private static func piece(_ value: JSONValue) -> String? {
    guard let text = value["delta"]?.string, !text.isEmpty else { return nil }
    return text
  }

  private static func texts(_ parts: JSONValue?) -> String {
    let texts = (parts?.array ?? []).compactMap { $0["text"]?.string ?? $0["refusal"]?.string }
    return texts.joined(separator: parts?[0]?["type"]?.string == "summary_text" ? "\n\n" : "")
  }
}

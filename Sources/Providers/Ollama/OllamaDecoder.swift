import JSON
import Model

/// Lines of Ollama's `/api/chat` → events; pure.
struct OllamaDecoder: AnswerDecoder {
  /// The provider's name in seals of thinking.
  static let sealName = "ollama"
  private static let callLimit = 1000

  private(set) var isComplete = false
  private let place: ProviderPlace
  private var text = ""
  private var thinking = ""
  private var calls: [ProviderMessage.Part] = []
  private var tokens = TokenCount()
  private var reason = ""

  init(_ place: ProviderPlace) { self.place = place }

  mutating func take(_ value: JSONValue) throws(ProviderFailure) -> [ProviderEvent] {
    if value["error"] != nil { throw .streamed(value, place) }
    var events: [ProviderEvent] = []
    if let more = value["message"]?["thinking"]?.string, !more.isEmpty {
      thinking += more
      events.append(.thinking(more))
    }
    if let more = value["message"]?["content"]?.string, !more.isEmpty {
      text += more
      events.append(.text(more))
    }
    for call in value["message"]?["tool_calls"]?.array ?? [] {
      guard calls.count < Self.callLimit else { throw .nonsense("its answer has more than \(Self.callLimit) tool calls") }
      let input: JSONValue =
        switch call["function"]?["arguments"] {
        case .string(let text)?: ToolInput.value(text)
        case let value?: value
        case nil: .object(JSONObject())
        }
      calls.append(.toolCall(id: call["id"]?.string ?? ToolInput.newID(), name: call["function"]?["name"]?.string ?? "", input: input))
    }
    if value["done"]?.bool == true {
      isComplete = true
      reason = value["done_reason"]?.string ?? ""
      // A prompt that was in the cache as a whole is not counted.
      tokens = TokenCount(input: TokenCount.figure(value["prompt_eval_count"]), output: TokenCount.figure(value["eval_count"]))
    }
    return events
  }

  mutating func finish() throws(ProviderFailure) -> ProviderEvent {
    guard isComplete else { throw .incomplete() }
    var parts: [ProviderMessage.Part] = []
    if !thinking.isEmpty { parts.append(.thinking(thinking, signature: ThinkingSeal.make(Self.sealName, "text", ""))) }
    if !text.isEmpty { parts.append(.text(text)) }
    let stop: ProviderEvent.Stop = reason == "length" ? .length : calls.isEmpty ? .end : .toolCalls
    return .finished(message: ProviderMessage(.assistant, parts + calls), stop: stop, tokens: tokens)
  }
}

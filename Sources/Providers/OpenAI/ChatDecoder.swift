import JSON
import Model

/// Chunks of a stream of Chat Completions → events; pure. Forgiving: servers differ in what they leave out.
struct ChatDecoder: AnswerDecoder {
  private struct Call {
    var index: Int?
    var id = ""
    var name = ""
    var arguments = ""
  }

  private static let callLimit = 1000

  private(set) var isComplete = false
  private let place: ProviderPlace
  private var text = ""
  private var thinking = ""
  private var calls: [Call] = []
  private var tokens = TokenCount()
  private var reason: String?
  private var hasRefused = false

  init(_ place: ProviderPlace) { self.place = place }

  mutating func take(_ value: JSONValue) throws(ProviderFailure) -> [ProviderEvent] {
    if let error = value["error"], !error.isNull { throw .streamed(value, place) }
    if value["object"]?.string == "error" { throw .streamed(value, place) }
    count(value["usage"])
    guard let choice = value["choices"]?[0] else { return [] }
    if let error = choice["error"], !error.isNull { throw .streamed(["error": error], place) }
    return try takeDelta(choice["delta"] ?? choice["message"], reason: choice["finish_reason"]?.string)
  }

  mutating func takeWhole(_ value: JSONValue) throws(ProviderFailure) -> [ProviderEvent] {
    let events = try take(value)
    guard value["choices"]?[0]?["message"] != nil else { throw .nonsense("it answered with something that is no completion") }
    isComplete = true
    return events
  }

  mutating func takeDone() { isComplete = true }

  mutating func finish() throws(ProviderFailure) -> ProviderEvent {
    guard isComplete || reason != nil else { throw .incomplete() }
    if reason == "error" { throw ProviderFailure(.server, "it broke off its answer", mayPass: true) }
    var parts: [ProviderMessage.Part] = []
    if !thinking.isEmpty { parts.append(.thinking(thinking, signature: ThinkingSeal.make(ChatRequest.sealName, "text", ""))) }
    if !text.isEmpty { parts.append(.text(text)) }
    let wanted = calls.filter { !$0.name.isEmpty }
    for call in wanted {
      parts.append(.toolCall(id: call.id.isEmpty ? ToolInput.newID() : call.id, name: call.name, input: ToolInput.value(call.arguments)))
    }
    let stop: ProviderEvent.Stop =
      switch reason {
      case "length": .length
      case "content_filter": .refusal
      default: !wanted.isEmpty ? .toolCalls : hasRefused ? .refusal : .end
      }
    return .finished(message: ProviderMessage(.assistant, parts), stop: stop, tokens: tokens)
  }

  private mutating func takeDelta(_ delta: JSONValue?, reason: String?) throws(ProviderFailure) -> [ProviderEvent] {
    if let reason, !reason.isEmpty { self.reason = reason }
    guard let delta else { return [] }
    var events: [ProviderEvent] = []
    let (said, thought) = Self.content(delta["content"])
    let more = (delta["reasoning_content"]?.string ?? delta["reasoning"]?.string ?? "") + thought
    if !more.isEmpty {
      thinking += more
      events.append(.thinking(more))
    }
    var words = said
    if let refusal = delta["refusal"]?.string, !refusal.isEmpty {
      hasRefused = true
      words += refusal
    }
    if !words.isEmpty {
      text += words
      events.append(.text(words))
    }
    for call in delta["tool_calls"]?.array ?? [] { try takeCall(call) }
    return events
  }

  /// Content is a string, or (Mistral) a list of parts.
  private static func content(_ value: JSONValue?) -> (said: String, thought: String) {
    guard let parts = value?.array else { return (value?.string ?? "", "") }
    var said = ""
    var thought = ""
    for part in parts {
      if let text = part["text"]?.string { said += text }
      for piece in part["thinking"]?.array ?? [] { thought += piece["text"]?.string ?? "" }
    }
    return (said, thought)
  }

  /// A piece of a call belongs to the one of its index; without an index, an id that was not there yet begins a new one.
  private mutating func takeCall(_ piece: JSONValue) throws(ProviderFailure) {
    let index = piece["index"]?.int
    let id = piece["id"]?.string ?? ""
    let name = piece["function"]?["name"]?.string ?? ""
    let known =
      if let index {
        // A server that numbers every call 0 means another one by another id.
        calls.lastIndex { $0.index == index && (id.isEmpty || $0.id.isEmpty || $0.id == id) }
      } else if id.isEmpty {
        name.isEmpty ? calls.indices.last : nil
      } else {
        calls.lastIndex { $0.id == id }
      }
    let position: Int
    if let known {
      position = known
    } else {
      guard calls.count < Self.callLimit else { throw .nonsense("its answer has more than \(Self.callLimit) tool calls") }
      calls.append(Call(index: index))
      position = calls.count - 1
    }
    if calls[position].id.isEmpty { calls[position].id = id }
    if calls[position].name.isEmpty { calls[position].name = name }
    switch piece["function"]?["arguments"] {
    case .string(let text)?: calls[position].arguments += text
    // Some servers send the object itself.
    case .object(let object)?: calls[position].arguments = JSONValue.object(object).serialized()
    default: break
    }
  }

  private mutating func count(_ usage: JSONValue?) {
    guard let usage, usage.object != nil else { return }
    tokens = TokenCount(chat: usage)
  }
}

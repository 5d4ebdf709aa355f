import JSON
import Model

/// Events of a stream of the Messages API → events; pure. Unknown events and blocks are passed over, as the API's documentation asks for.
struct AnthropicDecoder: AnswerDecoder {
  private enum Kind {
    case text, thinking, redacted, call, other
  }

  private struct Block {
    var kind: Kind
    var text = ""
    var signature = ""
    var id = ""
    var name = ""
    /// Input that came with the block's start.
    var input: JSONValue?
  }

  private static let blockLimit = 10_000

  private(set) var isComplete = false
  private let place: ProviderPlace
  private var blocks: [Block] = []
  private var places: [Int: Int] = [:]
  private var tokens = TokenCount()
  private var stop: String?

  init(_ place: ProviderPlace) { self.place = place }

  mutating func take(_ value: JSONValue) throws(ProviderFailure) -> [ProviderEvent] {
    switch value["type"]?.string {
    case "message_start": count(value["message"]?["usage"])
    case "content_block_start": return try start(value)
    case "content_block_delta": return delta(value)
    case "message_delta":
      if let reason = value["delta"]?["stop_reason"]?.string { stop = reason }
      count(value["usage"])
    case "message_stop": isComplete = true
    case "error": throw .streamed(value, place)
    case nil where value["error"] != nil: throw .streamed(value, place)
    default: break
    }
    return []
  }

  mutating func takeWhole(_ value: JSONValue) throws(ProviderFailure) -> [ProviderEvent] {
    guard value["type"]?.string == "message", let content = value["content"]?.array else {
      if value["error"] != nil { throw .streamed(value, place) }
      throw .nonsense("it answered with something that is no message")
    }
    var events: [ProviderEvent] = []
    for (index, block) in content.enumerated() {
      events += try start(["index": .integer(Int64(index)), "content_block": block])
    }
    stop = value["stop_reason"]?.string ?? "end_turn"
    count(value["usage"])
    isComplete = true
    return events
  }

  mutating func finish() throws(ProviderFailure) -> ProviderEvent {
    // Some servers leave the last event out; a stop reason says as much.
    guard isComplete || stop != nil else { throw .incomplete() }
    var parts: [ProviderMessage.Part] = []
    var hasCalls = false
    for block in blocks {
      switch block.kind {
      case .text:
        if !block.text.isEmpty { parts.append(.text(block.text)) }
      case .thinking:
        let seal = block.signature.isEmpty ? nil : ThinkingSeal.make(AnthropicRequest.sealName, "signature", block.signature)
        parts.append(.thinking(block.text, signature: seal))
      case .redacted:
        parts.append(.thinking("", signature: ThinkingSeal.make(AnthropicRequest.sealName, "redacted", block.text)))
      case .call:
        hasCalls = true
        let input = block.text.isEmpty ? block.input ?? .object(JSONObject()) : ToolInput.value(block.text)
        parts.append(.toolCall(id: block.id.isEmpty ? ToolInput.newID() : block.id, name: block.name, input: input))
      case .other: break
      }
    }
    return .finished(message: ProviderMessage(.assistant, parts), stop: reason(hasCalls), tokens: tokens)
  }

  private func reason(_ hasCalls: Bool) -> ProviderEvent.Stop {
    switch stop {
    case "max_tokens", "model_context_window_exceeded": .length
    case "refusal": .refusal
    default: hasCalls ? .toolCalls : .end
    }
  }

  private mutating func start(_ value: JSONValue) throws(ProviderFailure) -> [ProviderEvent] {
    let content = value["content_block"]
    guard let index = value["index"]?.int, blocks.count < Self.blockLimit else { throw .nonsense("its answer has a part without a place") }
    var block = Block(kind: .other)
    switch content?["type"]?.string {
    case "text":
      block.kind = .text
      block.text = content?["text"]?.string ?? ""
    case "thinking":
      block.kind = .thinking
      block.text = content?["thinking"]?.string ?? ""
      block.signature = content?["signature"]?.string ?? ""
    case "redacted_thinking":
      block.kind = .redacted
      block.text = content?["data"]?.string ?? ""
    case "tool_use":
      block.kind = .call
      block.id = content?["id"]?.string ?? ""
      block.name = content?["name"]?.string ?? ""
      block.input = content?["input"]
    default: break
    }
    places[index] = blocks.count
    blocks.append(block)
    guard !block.text.isEmpty else { return [] }
    return block.kind == .text ? [.text(block.text)] : block.kind == .thinking ? [.thinking(block.text)] : []
  }

  private mutating func delta(_ value: JSONValue) -> [ProviderEvent] {
    guard let place = value["index"]?.int.flatMap({ places[$0] }), let delta = value["delta"] else { return [] }
    switch delta["type"]?.string {
    case "text_delta":
      let text = delta["text"]?.string ?? ""
      blocks[place].text += text
      return text.isEmpty ? [] : [.text(text)]
    case "thinking_delta":
      let text = delta["thinking"]?.string ?? ""
      blocks[place].text += text
      return text.isEmpty ? [] : [.thinking(text)]
    case "signature_delta": blocks[place].signature += delta["signature"]?.string ?? ""
    case "input_json_delta": blocks[place].text += delta["partial_json"]?.string ?? ""
    default: break
    }
    return []
  }

  private mutating func count(_ usage: JSONValue?) {
    if let usage { tokens.takeMessages(usage) }
  }
}

import JSON
import Platform

extension DemoSession {
  /// Streams a message of thinking and text.
  mutating func speak(_ text: String, thinking: String = "") throws(Stop) {
    let id = "msg_" + RandomID.uuid()
    stream(["type": "message_start", "message": ["id": .string(id), "role": "assistant", "model": .string(memory.model), "usage": usage]])
    var index: Int64 = 0
    if !thinking.isEmpty {
      try block(id, index, "thinking", thinking)
      index += 1
    }
    if !text.isEmpty { try block(id, index, "text", text) }
    stream(["type": "message_stop"])
  }

  private mutating func block(_ message: String, _ index: Int64, _ kind: String, _ text: String) throws(Stop) {
    let number = JSONValue.integer(index)
    stream(["type": "content_block_start", "index": number, "content_block": ["type": .string(kind)]])
    var rest = text[...]
    while !rest.isEmpty {
      let piece = rest.prefix(24)
      rest = rest.dropFirst(24)
      characters += piece.count
      var delta = JSONObject()
      delta["type"] = .string("\(kind)_delta")
      delta[kind] = .string(String(piece))
      stream(["type": "content_block_delta", "index": number, "delta": .object(delta)])
      try pause(milliseconds: pace)
    }
    var content = JSONObject()
    content["type"] = .string(kind)
    content[kind] = .string(text)
    assistant(message, .object(content))
    stream(["type": "content_block_stop", "index": number])
  }

  private var usage: JSONValue { ["input_tokens": .integer(Int64(1500 + memory.turns * 250)), "output_tokens": 1] }

  func stream(_ event: JSONValue) { speaker.say(stamped(["type": "stream_event", "event": event, "parent_tool_use_id": .null])) }

  func assistant(_ id: String, _ content: JSONValue) {
    let message: JSONValue = [
      "id": .string(id), "type": "message", "role": "assistant", "model": .string(memory.model), "content": [content], "stop_reason": .null,
      "usage": usage,
    ]
    speaker.say(stamped(["type": "assistant", "message": message, "parent_tool_use_id": .null]))
  }

  /// A turn that fails as claude's do: an error message and a result that says so.
  func failed(status: Int?, word: String, text: String, more: JSONValue = [:]) -> Stop {
    let message: JSONValue = [
      "id": .string(RandomID.uuid()), "role": "assistant", "model": "<synthetic>", "content": [["type": "text", "text": .string(text)]],
    ]
    speaker.say(stamped(["type": "assistant", "message": message, "error": .string(word)]))
    var fields = JSONObject()
    fields["subtype"] = "success"
    fields["is_error"] = true
    fields["terminal_reason"] = "api_error"
    fields["api_error_status"] = JSONValue(status)
    fields["result"] = .string(text)
    for (key, value) in more.object ?? JSONObject() { fields[key] = value }
    return .failure(.object(fields))
  }

  func retry(_ attempt: Int64, status: Int?, word: String) {
    speaker.say(
      stamped([
        "type": "system", "subtype": "api_retry", "attempt": .integer(attempt), "max_retries": 2, "retry_delay_ms": 10,
        "error_status": JSONValue(status), "error": .string(word),
      ]))
  }
}

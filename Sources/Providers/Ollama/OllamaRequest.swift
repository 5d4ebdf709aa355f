import JSON

/// A request in the form of Ollama's `/api/chat`; pure.
enum OllamaRequest {
  /// The body.
  static func body(_ request: ProviderRequest, contextLength: Int?, without refused: Set<String>) -> JSONValue {
    var body = JSONObject()
    body["model"] = .string(request.model)
    var messages: [JSONValue] = request.system.isEmpty ? [] : [["role": "system", "content": .string(request.system)]]
    // Results name the tool, not the call.
    var names: [String: String] = [:]
    for message in request.messages {
      for case .toolCall(let id, let name, _) in message.parts { names[id] = name }
      messages += forms(message, names)
    }
    body["messages"] = .array(messages)
    if !request.tools.isEmpty { body["tools"] = .array(request.tools.map(ChatRequest.tool)) }
    body["stream"] = true
    if let effort = request.effort, !effort.isEmpty, !refused.contains("think") { body["think"] = think(effort, request.model) }
    let length = contextLength ?? Self.length(request)
    body["options"] = ["num_predict": .integer(Int64(request.maxOutputTokens)), "num_ctx": .integer(Int64(length))]
    return .object(body)
  }

  /// Only some models know levels; the others think or do not.
  private static func think(_ effort: String, _ model: String) -> JSONValue {
    if effort == "none" || effort == "off" { return false }
    return model.hasPrefix("gpt-oss") ? .string(effort) : true
  }

  /// A power of two, so that the model is not loaded anew for every message: three bytes a token, and room for the answer.
  private static func length(_ request: ProviderRequest) -> Int {
    var bytes = request.system.utf8.count
    for message in request.messages {
      for part in message.parts {
        switch part {
        case .text(let text), .thinking(let text, _), .toolResult(_, let text, _): bytes += text.utf8.count
        case .toolCall(_, _, let input): bytes += input.serialized().utf8.count
        }
      }
    }
    for tool in request.tools { bytes += tool.description.utf8.count + tool.schema.serialized().utf8.count }
    let needed = bytes / 3 + min(request.maxOutputTokens, 8192)
    var length = 32_768
    while length < needed, length < 262_144 { length *= 2 }
    return length
  }

  private static func forms(_ message: ProviderMessage, _ names: [String: String]) -> [JSONValue] {
    var all: [JSONValue] = []
    var object = JSONObject()
    object["role"] = .string(message.role.rawValue)
    object["content"] = .string(message.words ?? "")
    var calls: [JSONValue] = []
    var thinking = ""
    for part in message.parts {
      switch part {
      case .text: break
      case .thinking(let text, let signature):
        if ThinkingSeal.open(signature, OllamaDecoder.sealName) != nil { thinking += text }
      case .toolCall(_, let name, let input):
        calls.append(["function": ["name": .string(name), "arguments": ToolInput.object(input)]])
      case .toolResult(let id, let text, _):
        all.append(["role": "tool", "tool_name": .string(names[id] ?? ""), "content": .string(text)])
      }
    }
    if !thinking.isEmpty { object["thinking"] = .string(thinking) }
    if !calls.isEmpty { object["tool_calls"] = .array(calls) }
    if message.words != nil || !calls.isEmpty { all.append(.object(object)) }
    return all
  }
}

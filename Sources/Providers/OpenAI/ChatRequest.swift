import JSON

/// A request in the form of Chat Completions; pure.
enum ChatRequest {
  /// The provider's name in seals of thinking.
  static let sealName = "chat"

  /// The body.
  /// - Parameter limitField: how this server calls the limit of the answer's length.
  static func body(_ request: ProviderRequest, limitField: String, without refused: Set<String>) -> JSONValue {
    var body = JSONObject()
    body["model"] = .string(request.model)
    body["messages"] = .array(messages(request, reasoning: !refused.contains("reasoning_content")))
    if !request.tools.isEmpty { body["tools"] = .array(request.tools.map(tool)) }
    body["stream"] = true
    if !refused.contains("stream_options") { body["stream_options"] = ["include_usage": true] }
    if !refused.contains(limitField) { body[limitField] = .integer(Int64(request.maxOutputTokens)) }
    if let effort = request.effort, !effort.isEmpty, !refused.contains("reasoning_effort") { body["reasoning_effort"] = .string(effort) }
    return .object(body)
  }

  /// A tool as Chat Completions and Ollama take it.
  static func tool(_ tool: ProviderRequest.Tool) -> JSONValue {
    ["type": "function", "function": ["name": .string(tool.name), "description": .string(tool.description), "parameters": tool.schema]]
  }

  private static func messages(_ request: ProviderRequest, reasoning: Bool) -> [JSONValue] {
    var all: [JSONValue] = []
    if !request.system.isEmpty { all.append(["role": "system", "content": .string(request.system)]) }
    // Thinking goes back while its tool calls are being worked on, and no longer.
    let lastPrompt = request.messages.lastIndex { $0.role == .user && $0.words != nil } ?? 0
    for (index, message) in request.messages.enumerated() {
      switch message.role {
      case .user: all += user(message)
      case .assistant: all += assistant(message, reasoning: reasoning && index > lastPrompt)
      }
    }
    return all
  }

  private static func user(_ message: ProviderMessage) -> [JSONValue] {
    var all: [JSONValue] = []
    for case .toolResult(let id, let text, _) in message.parts {
      all.append(["role": "tool", "tool_call_id": .string(id), "content": .string(text)])
    }
    if let words = message.words { all.append(["role": "user", "content": .string(words)]) }
    return all
  }

  private static func assistant(_ message: ProviderMessage, reasoning: Bool) -> [JSONValue] {
    var object = JSONObject()
    object["role"] = "assistant"
    object["content"] = JSONValue(message.words)
    var calls: [JSONValue] = []
    var thinking = ""
    for part in message.parts {
      switch part {
      case .toolCall(let id, let name, let input):
        let function: JSONValue = ["name": .string(name), "arguments": .string(ToolInput.object(input).serialized())]
        calls.append(["id": .string(id), "type": "function", "function": function])
      case .thinking(let text, let signature):
        if ThinkingSeal.open(signature, sealName) != nil { thinking += text }
      case .text, .toolResult: break
      }
    }
    if !calls.isEmpty { object["tool_calls"] = .array(calls) }
    if reasoning, !thinking.isEmpty { object["reasoning_content"] = .string(thinking) }
    return calls.isEmpty && message.words == nil ? [] : [.object(object)]
  }
}

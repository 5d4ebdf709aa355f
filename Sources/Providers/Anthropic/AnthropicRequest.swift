import JSON

/// A request in the form of the Messages API; pure.
enum AnthropicRequest {
  /// The provider's name in seals of thinking.
  static let sealName = "anthropic"
  private static let cached: JSONValue = ["type": "ephemeral"]

  /// The body. What a conversation begins with is marked for the cache in three places: the tools, the instructions, and the last two messages of the
  /// user, so that every request finds what the one before has written.
  static func body(_ request: ProviderRequest, without refused: Set<String>) -> JSONValue {
    var body = JSONObject()
    body["model"] = .string(request.model)
    body["max_tokens"] = .integer(Int64(request.maxOutputTokens))
    body["stream"] = true
    if !request.system.isEmpty {
      body["system"] = [["type": "text", "text": .string(request.system), "cache_control": cached]]
    }
    if !request.tools.isEmpty { body["tools"] = .array(tools(request.tools)) }
    body["messages"] = .array(messages(request.messages))
    // Other servers of this API know their own models' thinking only.
    if request.model.hasPrefix("claude"), !refused.contains("thinking") {
      body["thinking"] = isOff(request.effort) ? ["type": "disabled"] : ["type": "adaptive", "display": "summarized"]
    }
    if let effort = request.effort, !effort.isEmpty, !isOff(effort), !refused.contains("effort") {
      body["output_config"] = ["effort": .string(effort)]
    }
    return .object(body)
  }

  private static func isOff(_ effort: String?) -> Bool { effort == "none" || effort == "off" }

  private static func tools(_ tools: [ProviderRequest.Tool]) -> [JSONValue] {
    tools.enumerated().map { index, tool in
      var object = JSONObject()
      object["name"] = .string(tool.name)
      object["description"] = .string(tool.description)
      object["input_schema"] = tool.schema
      if index == tools.count - 1 { object["cache_control"] = cached }
      return .object(object)
    }
  }

  private static func messages(_ messages: [ProviderMessage]) -> [JSONValue] {
    let forms = messages.map { (role: $0.role, blocks: blocks($0)) }.filter { !$0.blocks.isEmpty }
    let marked = forms.indices.filter { forms[$0].role == .user }.suffix(2)
    return forms.indices.map { index in
      var blocks = forms[index].blocks
      if marked.contains(index), let last = blocks.popLast(), var object = last.object {
        object["cache_control"] = cached
        blocks.append(.object(object))
      }
      return ["role": .string(forms[index].role.rawValue), "content": .array(blocks)]
    }
  }

  /// Results of tools come first: the API wants them right behind their calls.
  private static func blocks(_ message: ProviderMessage) -> [JSONValue] {
    var results: [JSONValue] = []
    var others: [JSONValue] = []
    for part in message.parts {
      switch part {
      case .text(let text):
        // The API refuses empty text.
        if text.contains(where: { !$0.isWhitespace }) { others.append(["type": "text", "text": .string(text)]) }
      case .thinking(let text, let signature):
        switch ThinkingSeal.open(signature, sealName) {
        case ("signature", let value)?: others.append(["type": "thinking", "thinking": .string(text), "signature": .string(value)])
        case ("redacted", let value)?: others.append(["type": "redacted_thinking", "data": .string(value)])
        default: break
        }
      case .toolCall(let id, let name, let input):
        others.append(["type": "tool_use", "id": .string(ToolInput.id(id)), "name": .string(name), "input": ToolInput.object(input)])
      case .toolResult(let id, let text, let isError):
        var result = JSONObject()
        result["type"] = "tool_result"
        result["tool_use_id"] = .string(ToolInput.id(id))
        result["content"] = .string(text)
        if isError { result["is_error"] = true }
        results.append(.object(result))
      }
    }
    return results + others
  }
}

import JSON

/// A request in the form of the Responses API; pure.
enum ResponsesRequest {
  /// The provider's name in seals of thinking.
  static let sealName = "openai"

  /// The body. `refused` has the words of optional parts that the server did not take: `summar`(ies of reasoning), `encrypted` (reasoning), `reasoning`.
  static func body(_ request: ProviderRequest, without refused: Set<String>) -> JSONValue {
    var body = JSONObject()
    body["model"] = .string(request.model)
    if !request.system.isEmpty { body["instructions"] = .string(request.system) }
    let reasons = isReasoning(request.model) && !refused.contains("reasoning")
    let keepsReasoning = reasons && !refused.contains("encrypted")
    body["input"] = .array(request.messages.flatMap { items($0, keepsReasoning: keepsReasoning) })
    if !request.tools.isEmpty { body["tools"] = .array(request.tools.map(tool)) }
    body["store"] = false
    body["stream"] = true
    if !refused.contains("max_output_tokens") { body["max_output_tokens"] = .integer(Int64(request.maxOutputTokens)) }
    if keepsReasoning { body["include"] = ["reasoning.encrypted_content"] }
    if reasons {
      var reasoning = JSONObject()
      if let effort = request.effort, !effort.isEmpty { reasoning["effort"] = .string(effort) }
      // Not every account may have them.
      if !refused.contains("summar") { reasoning["summary"] = "auto" }
      if !reasoning.isEmpty { body["reasoning"] = .object(reasoning) }
    }
    return .object(body)
  }

  /// Older models refuse to hear of reasoning; all newer ones reason.
  static func isReasoning(_ model: String) -> Bool {
    !["gpt-3", "gpt-4", "chatgpt-4", "ft:gpt-3", "ft:gpt-4"].contains { model.hasPrefix($0) }
  }

  private static func tool(_ tool: ProviderRequest.Tool) -> JSONValue {
    [
      "type": "function", "name": .string(tool.name), "description": .string(tool.description), "parameters": tool.schema, "strict": false,
    ]
  }

  private static func items(_ message: ProviderMessage, keepsReasoning: Bool) -> [JSONValue] {
    message.parts.compactMap { part in
      switch part {
      case .text(let text):
        if text.isEmpty { return nil }
        let kind: JSONValue = message.role == .user ? "input_text" : "output_text"
        return ["type": "message", "role": .string(message.role.rawValue), "content": [["type": kind, "text": .string(text)]]]
      case .thinking(_, let signature):
        guard keepsReasoning, let (kind, value) = ThinkingSeal.open(signature, sealName), kind == "item" else { return nil }
        return try? JSONValue.parse(value)
      case .toolCall(let id, let name, let input):
        return [
          "type": "function_call", "call_id": .string(id), "name": .string(name),
          "arguments": .string(ToolInput.object(input).serialized()),
        ]
      case .toolResult(let id, let text, _):
        return ["type": "function_call_output", "call_id": .string(id), "output": .string(text)]
      }
    }
  }
}

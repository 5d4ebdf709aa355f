import JSON
import Model

/// The updates of a session, as the Agent Client Protocol has them (https://agentclientprotocol.com, session/update). Pure.
enum SessionUpdate {
  static func text(_ text: String, message: String) -> JSONValue { chunk("agent_message_chunk", text, message: message) }

  static func thought(_ text: String, message: String) -> JSONValue { chunk("agent_thought_chunk", text, message: message) }

  static func prompt(_ text: String) -> JSONValue {
    ["sessionUpdate": "user_message_chunk", "content": ["type": "text", "text": .string(text)]]
  }

  private static func chunk(_ kind: String, _ text: String, message: String) -> JSONValue {
    ["sessionUpdate": .string(kind), "content": ["type": "text", "text": .string(text)], "messageId": .string(message)]
  }

  /// A call of a tool, before it runs. Without a plan: a call that was not understood.
  static func call(_ id: String, tool: String, kind: String, plan: ToolPlan?, input: JSONValue) -> JSONValue {
    var object = callFields(id, tool: tool, kind: kind, plan: plan, input: input)
    object["sessionUpdate"] = "tool_call"
    return .object(object)
  }

  /// What a call is about: also in requests for permission.
  static func callFields(_ id: String, tool: String, kind: String, plan: ToolPlan?, input: JSONValue) -> JSONObject {
    var object = JSONObject()
    object["toolCallId"] = .string(id)
    object["title"] = .string(plan?.title ?? tool)
    object["kind"] = .string(kind)
    object["status"] = "pending"
    if let location = plan?.location {
      var place = JSONObject()
      place["path"] = .string(location.path)
      if let line = location.line { place["line"] = .integer(Int64(line)) }
      object["locations"] = [.object(place)]
    }
    if let change = plan?.change { object["content"] = [diff(change)] }
    object["rawInput"] = capped(input)
    object["_meta"] = ["carrel": ["toolName": .string(tool)]]
    return object
  }

  static func running(_ id: String) -> JSONValue {
    ["sessionUpdate": "tool_call_update", "toolCallId": .string(id), "status": "in_progress"]
  }

  static func finished(_ id: String, _ outcome: ToolOutcome, change: ToolPlan.Change?) -> JSONValue {
    var content: [JSONValue] = [
      ["type": "content", "content": ["type": "text", "text": .string(outcome.text.truncatedInside(to: TextLimit.shown))]]
    ]
    if let change, !outcome.isError { content.append(diff(change)) }
    var object = JSONObject()
    object["sessionUpdate"] = "tool_call_update"
    object["toolCallId"] = .string(id)
    object["status"] = outcome.isError ? "failed" : "completed"
    object["content"] = .array(content)
    if let code = outcome.exitCode { object["rawOutput"] = ["exitCode": .integer(Int64(code))] }
    return .object(object)
  }

  static func plan(_ entries: [PlanEntry]) -> JSONValue {
    let words: [PlanEntry.Status: JSONValue] = [.pending: "pending", .active: "in_progress", .done: "completed"]
    return [
      "sessionUpdate": "plan",
      "entries": .array(
        entries.map { ["content": .string($0.text), "priority": "medium", "status": words[$0.status] ?? "pending"] }),
    ]
  }

  static func usage(used: Int, size: Int, costUSD: Double?) -> JSONValue {
    var object = JSONObject()
    object["sessionUpdate"] = "usage_update"
    object["used"] = .integer(Int64(used))
    object["size"] = .integer(Int64(size))
    if let costUSD { object["cost"] = ["amount": .double(costUSD), "currency": "USD"] }
    return .object(object)
  }

  static func mode(_ mode: TaskMode) -> JSONValue { ["sessionUpdate": "current_mode_update", "currentModeId": .string(mode.rawValue)] }

  static func options(_ options: JSONValue) -> JSONValue { ["sessionUpdate": "config_option_update", "configOptions": options] }

  static let commands: JSONValue = [
    "sessionUpdate": "available_commands_update",
    "availableCommands": [
      [
        "name": "compact", "description": "Replace the conversation so far by a summary",
        "input": ["hint": "what the summary should keep in particular"],
      ],
      ["name": "clear", "description": "Forget the conversation so far"],
    ],
  ]

  private static func diff(_ change: ToolPlan.Change) -> JSONValue {
    [
      "type": "diff", "path": .string(change.path), "oldText": JSONValue(change.before?.truncated(to: TextLimit.diff)),
      "newText": .string(change.after.truncated(to: TextLimit.diff)),
    ]
  }

  private static func capped(_ input: JSONValue) -> JSONValue {
    let text = input.serialized()
    return text.utf8.count > TextLimit.diff ? .string(text.truncated(to: TextLimit.shown)) : input
  }
}

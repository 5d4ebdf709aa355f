import JSON
import Providers

/// A session's history as updates, for `session/load`. Pure.
enum HistoryPlayback {
  /// The updates of a conversation.
  static func updates(_ messages: [ProviderMessage]) -> [JSONValue] {
    var updates: [JSONValue] = []
    for (number, message) in messages.enumerated() {
      for part in message.parts { updates += self.updates(part, message.role, id: "past-\(number)") }
    }
    return updates
  }

  private static func updates(_ part: ProviderMessage.Part, _ role: ProviderMessage.Role, id: String) -> [JSONValue] {
    switch part {
    case .text(Instructions.planNote): []
    case .text(let text): [role == .user ? SessionUpdate.prompt(text) : SessionUpdate.text(text, message: id)]
    case .thinking(let text, _): text.isEmpty ? [] : [SessionUpdate.thought(text, message: id)]
    case .toolCall(_, SessionTools.plan, _): []
    case .toolCall(let call, let name, let input): [SessionUpdate.call(call, tool: name, kind: kind(name), plan: nil, input: input)]
    case .toolResult(let call, let text, let isError): [SessionUpdate.finished(call, ToolOutcome(text, isError: isError), change: nil)]
    }
  }

  private static func kind(_ tool: String) -> String {
    switch tool {
    case "Read": "read"
    case "Write", "Edit": "edit"
    case "Glob", "Grep": "search"
    case "Bash": "execute"
    case SessionTools.exitPlan: "switch_mode"
    default: "other"
    }
  }
}

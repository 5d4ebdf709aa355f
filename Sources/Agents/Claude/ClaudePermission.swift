package import JSON
import Model

/// A `can_use_tool` request of claude.
package struct ClaudePermission: Hashable, Sendable {
  /// The request's id, which the answer names.
  package var id: String
  /// The tool.
  package var tool: String
  /// The tool's input.
  package var input: JSONValue
  /// What claude suggests to remember on "always".
  package var suggestions: [JSONValue]
  /// The tool call.
  package var toolID: String?
  /// Why it asks, if it says.
  package var reason: String?

  init?(id: String, _ request: JSONValue) {
    guard let tool = request["tool_name"]?.string else { return nil }
    self.id = id
    self.tool = tool
    input = request["input"] ?? [:]
    suggestions = request["permission_suggestions"]?.array ?? []
    toolID = request["tool_use_id"]?.string
    reason = request["decision_reason"]?.string
  }

  /// Whether it is a question to the operator rather than a permission.
  var isQuestion: Bool { tool == "AskUserQuestion" && !questions.isEmpty }
  /// Whether it is the approval of a plan.
  var isPlan: Bool { tool == "ExitPlanMode" }

  /// The questions of `AskUserQuestion`.
  var questions: [AgentQuestion] {
    (input["questions"]?.array ?? []).compactMap { question in
      guard let text = question["question"]?.string else { return nil }
      let options = (question["options"]?.array ?? []).compactMap { $0["label"]?.string ?? $0.string }
      return AgentQuestion(text: text, options: options, multiple: question["multiSelect"]?.bool ?? false)
    }
  }

  /// The request as the operator sees it. `plan` is the plan's text for `ExitPlanMode`; `workspace` shortens paths.
  func request(plan: String?, workspace: String) -> AgentRequest {
    if isPlan {
      let text = plan ?? input["plan"]?.string ?? "The agent gave no plan text; what it said before is its plan."
      return AgentRequest(id: id, kind: .plan(text.capped(at: TextLimit.detail)), title: "Is this plan right?", toolID: toolID)
    }
    if isQuestion {
      let questions = questions
      let title = questions.count == 1 ? questions[0].text : "\(questions.count) questions"
      return AgentRequest(id: id, kind: .questions(questions), title: title.firstLine(limit: 200), toolID: toolID)
    }
    let call = ClaudeTool(name: tool, input: input, workspace: workspace)
    return AgentRequest(
      id: id, kind: .permission(tool: tool, always: !suggestions.isEmpty), title: call.question, detail: detail(call), toolID: toolID,
      input: RequestInputText.text(input, tool: tool))
  }

  private func detail(_ call: ClaudeTool) -> String {
    let text = call.detail
    guard let reason, !reason.isEmpty else { return text.capped(at: TextLimit.detail) }
    return (text.isEmpty ? reason : text + "\n\n" + reason).capped(at: TextLimit.detail)
  }
}

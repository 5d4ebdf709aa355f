import JSON
import Model
import Providers

/// The tools that are about the session itself.
enum SessionTools {
  static let plan = "TodoWrite"
  static let question = "AskUserQuestion"
  static let exitPlan = "ExitPlanMode"
  static let names: Set<String> = [plan, question, exitPlan]

  static let offers = [
    ProviderRequest.Tool(
      name: plan, description: "Shows the operator your list of steps, whole, with how far each is. At most one is in_progress.",
      schema: ToolSchema.object(
        [
          (
            "todos",
            [
              "type": "array",
              "items": ToolSchema.object(
                [
                  ("content", ToolSchema.property("string", "The step, in a few words.")),
                  ("status", ["type": "string", "enum": ["pending", "in_progress", "completed"]]),
                ], required: ["content", "status"]),
            ]
          )
        ], required: ["todos"])),
    ProviderRequest.Tool(
      name: question, description: "Asks the operator, and waits for the answer.",
      schema: ToolSchema.object(
        [
          (
            "questions",
            [
              "type": "array", "maxItems": 5,
              "items": ToolSchema.object(
                [
                  ("question", ToolSchema.property("string", "The whole question.")),
                  (
                    "options",
                    [
                      "type": "array", "description": "Answers to choose from.",
                      "items": ToolSchema.object(
                        [
                          ("label", ToolSchema.property("string", "The answer, in a few words.")),
                          ("description", ToolSchema.property("string", "What it means.")),
                        ], required: ["label"]),
                    ]
                  ), ("multiSelect", ToolSchema.property("boolean", "Whether several may be chosen.")),
                ], required: ["question"]),
            ]
          )
        ], required: ["questions"])),
    ProviderRequest.Tool(
      name: exitPlan,
      description: "In plan mode: shows the operator the plan and waits for the approval. Only after it anything may be changed.",
      schema: ToolSchema.object([("plan", ToolSchema.property("string", "The whole plan, in Markdown."))], required: ["plan"])),
  ]

  /// The steps of a call; nil when there are none to be read.
  static func steps(_ input: JSONValue) -> [PlanEntry]? {
    guard let todos = input["todos"]?.array else { return nil }
    return todos.prefix(200).compactMap { todo in
      guard let text = todo["content"]?.string, !text.isEmpty else { return nil }
      let status: PlanEntry.Status =
        switch todo["status"]?.string {
        case "completed": .done
        case "in_progress": .active
        default: .pending
        }
      return PlanEntry(text: text.line(limit: 500), status: status)
    }
  }

  /// The questions of a call; empty when there are none to be read.
  static func questions(_ input: JSONValue) -> [AgentQuestion] {
    (input["questions"]?.array ?? [input]).prefix(5).compactMap { question in
      guard let text = question["question"]?.string, !text.isEmpty else { return nil }
      let options = (question["options"]?.array ?? []).prefix(20).compactMap { $0["label"]?.string ?? $0.string }
      return AgentQuestion(text: text.truncated(to: 4096), options: options, multiple: question["multiSelect"]?.bool ?? false)
    }
  }

  /// Questions as a form for `elicitation/create`; the fields are `q1`, `q2`, …
  static func form(_ questions: [AgentQuestion]) -> JSONValue {
    var properties = JSONObject()
    for (index, question) in questions.enumerated() {
      let choices = JSONValue.array(question.options.map(JSONValue.string))
      var field = JSONObject()
      field["title"] = .string(question.text)
      field["type"] = question.multiple && !question.options.isEmpty ? "array" : "string"
      if question.multiple, !question.options.isEmpty {
        field["items"] = ["type": "string", "enum": choices]
      } else if !question.options.isEmpty {
        field["enum"] = choices
      }
      properties["q\(index + 1)"] = .object(field)
    }
    return [
      "type": "object", "properties": .object(properties), "required": .array(questions.indices.map { .string("q\($0 + 1)") }),
    ]
  }

  /// The answers of a form in words for the model.
  static func answers(_ questions: [AgentQuestion], _ content: JSONValue) -> String {
    questions.enumerated().map { index, question in
      let value = content["q\(index + 1)"]
      let words = value?.array?.compactMap(\.string).joined(separator: ", ") ?? value?.string ?? value?.serialized() ?? "no answer"
      return "\(question.text)\nAnswer: \(words)"
    }.joined(separator: "\n\n")
  }
}

import JSON
import Model

extension CodexRequest {
  /// The answer to this request as codex wants it.
  func response(to answer: AgentAnswer) -> JSONValue {
    switch kind {
    case .command: ["decision": commandDecision(answer)]
    case .change: ["decision": Self.decision(answer)]
    case .permissions: permissions(answer)
    case .questions: ["answers": answers(answer)]
    case .elicitation: elicitation(answer)
    }
  }

  /// What the agent is told beside a no, which codex has no place for.
  func remark(to answer: AgentAnswer) -> String? {
    guard !isQuestion else { return nil }
    let text: String
    switch answer {
    case .deny(let reason): text = reason
    case .answers(let answers): text = answers[""] ?? answers.values.sorted().joined(separator: "\n")
    case .allow, .always: return nil
    }
    return text.isEmpty ? nil : "Concerning the refused call (\(tool)): \(text)"
  }

  private static func decision(_ answer: AgentAnswer) -> JSONValue {
    switch answer {
    case .allow: "accept"
    case .always: "acceptForSession"
    case .deny, .answers: "decline"
    }
  }

  /// "Always" is codex's own rule for the like of this command where it offers one; it lives in the private home.
  private func commandDecision(_ answer: AgentAnswer) -> JSONValue {
    guard answer == .always, let offered = params["availableDecisions"]?.array, !offered.contains("acceptForSession") else {
      return Self.decision(answer)
    }
    return offered.first { $0["acceptWithExecpolicyAmendment"] != nil } ?? "acceptForSession"
  }

  private func permissions(_ answer: AgentAnswer) -> JSONValue {
    switch answer {
    case .allow: ["permissions": params["permissions"] ?? [:], "scope": "turn"]
    case .always: ["permissions": params["permissions"] ?? [:], "scope": "session"]
    case .deny, .answers: ["permissions": [:], "scope": "turn"]
    }
  }

  /// The words for each question; one under "" is for all that have none of their own.
  private func words(_ answer: AgentAnswer) -> (AgentQuestion) -> String {
    switch answer {
    case .allow, .always: { _ in AutoAnswer.decideYourself }
    case .deny(let reason): { _ in reason.isEmpty ? AutoAnswer.decideYourself : reason }
    case .answers(let answers): { answers[$0.text] ?? answers[""] ?? AutoAnswer.decideYourself }
    }
  }

  private func answers(_ answer: AgentAnswer) -> JSONValue {
    let words = words(answer)
    var object = JSONObject()
    for (id, question) in questions { object[id] = ["answers": [.string(words(question))]] }
    return .object(object)
  }

  private func elicitation(_ answer: AgentAnswer) -> JSONValue {
    if isQuestion {
      guard case .answers(let given) = answer else { return ["action": "decline"] }
      return form(given)
    }
    switch answer {
    case .allow: return ["action": "accept", "content": [:]]
    case .always: return ["action": "accept", "content": [:], "_meta": ["persist": "session"]]
    case .deny, .answers: return ["action": "decline"]
    }
  }

  private func form(_ given: [String: String]) -> JSONValue {
    var content = JSONObject()
    for field in fields {
      guard let text = given[field.question.text] ?? given[""] else { continue }
      switch field.schema["type"]?.string {
      case "boolean": content[field.name] = .bool(["yes", "true", "y", "1"].contains(text.lowercased()))
      case "integer": if let number = Int(text) { content[field.name] = JSONValue(number) }
      case "number": if let number = Double(text) { content[field.name] = .double(number) }
      case "array":
        let parts = text.split(separator: ",").map { part in String(part.trimmingPrefix(while: \.isWhitespace)) }
        content[field.name] = .array(parts.map(JSONValue.string))
      default: content[field.name] = .string(text)
      }
    }
    return ["action": "accept", "content": .object(content)]
  }
}

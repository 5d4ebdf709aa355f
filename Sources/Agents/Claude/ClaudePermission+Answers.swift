import JSON
import Model

extension ClaudePermission {
  /// The answer to this request as claude wants it (facts/engines.md, 1.2). `rules` are the tools that an approved plan may use without asking.
  func response(to answer: AgentAnswer, rules: [String]) -> JSONValue {
    switch answer {
    case .allow where isPlan, .always where isPlan: return allow(nil, permissions: Self.afterPlan(rules))
    case .allow where isQuestion, .always where isQuestion: return allow(answered([:]), permissions: [])
    case .allow: return allow(nil, permissions: [])
    case .always: return allow(nil, permissions: remembered)
    case .deny(let reason): return Self.deny(reason)
    case .answers(let answers):
      if isQuestion { return allow(answered(answers), permissions: []) }
      // A text where a yes or no was asked for is a no that says what is wanted instead.
      return Self.deny(answers[""] ?? answers.values.sorted().joined(separator: "\n"))
    }
  }

  /// Without an input the tool runs with the one that it has: ours may have lost a secret on the way in.
  private func allow(_ input: JSONValue?, permissions: [JSONValue]) -> JSONValue {
    var response = JSONObject()
    response["behavior"] = "allow"
    if let input { response["updatedInput"] = input }
    if !permissions.isEmpty { response["updatedPermissions"] = .array(permissions) }
    return .object(response)
  }

  private static func deny(_ reason: String) -> JSONValue {
    ["behavior": "deny", "message": .string(reason.isEmpty ? "The operator said no." : reason)]
  }

  /// The input of the question tool with the answers in it; an answer under "" is for every question that has none of its own.
  private func answered(_ answers: [String: String]) -> JSONValue {
    guard var object = input.object else { return input }
    var map = JSONObject()
    for question in questions { map[question.text] = .string(answers[question.text] ?? answers[""] ?? AutoAnswer.decideYourself) }
    object["answers"] = .object(map)
    return .object(object)
  }

  /// What "always" remembers: claude's own suggestions, for this session only (its other places would write into the workspace); the switch to a
  /// wider mode only when it suggests nothing narrower.
  private var remembered: [JSONValue] {
    let rules = suggestions.filter { $0["type"]?.string != "setMode" }
    return (rules.isEmpty ? suggestions : rules).compactMap { suggestion in
      guard var object = suggestion.object else { return nil }
      object["destination"] = "session"
      return .object(object)
    }
  }

  /// After an approved plan claude edits without asking and uses the allowed tools.
  private static func afterPlan(_ rules: [String]) -> [JSONValue] {
    var permissions: [JSONValue] = [["type": "setMode", "mode": "acceptEdits", "destination": "session"]]
    let tools = rules.map { rule -> JSONValue in
      guard rule.hasSuffix(")"), let open = rule.firstIndex(of: "(") else { return ["toolName": .string(rule)] }
      return ["toolName": .string(String(rule[..<open])), "ruleContent": .string(String(rule[rule.index(after: open)...].dropLast()))]
    }
    if !tools.isEmpty { permissions.append(["type": "addRules", "rules": .array(tools), "behavior": "allow", "destination": "session"]) }
    return permissions
  }
}

import JSON
import Model

/// A setup's mode and tool rules as opencode's `permission` (the last rule that fits counts, so the general ones come first). Pure. Tool names may be opencode's own
/// (`bash`) or the ones that the rest of Carrel uses (`Bash`, `Bash(git *)`, `mcp__server__tool`).
enum OpenCodePermissionRules {
  /// Permissions that change nothing.
  private static let reading = ["read", "glob", "grep", "list", "lsp", "todoread", "todowrite", "skill"]

  /// The rules. `canAsk`: somebody hears what is asked; else what would be asked is denied.
  static func rules(_ setup: AgentSetup, canAsk: Bool) -> JSONValue {
    let ask = canAsk ? "ask" : "deny"
    var rules = JSONObject()
    switch setup.mode {
    // After an approved plan the agent works as in `auto`.
    case .auto, .plan:
      if let allowed = setup.allowedTools {
        rules["*"] = .string(ask)
        for name in reading { rules[name] = "allow" }
        rules["task"] = "allow"
        for rule in allowed { add(rule, "allow", to: &rules) }
      } else {
        rules["*"] = "allow"
      }
      rules["question"] = setup.mode == .auto || !canAsk ? "deny" : "allow"
    case .ask:
      rules["*"] = .string(ask)
      for name in reading { rules[name] = "allow" }
      rules["task"] = "allow"
      rules["edit"] = .string(ask)
      rules["bash"] = .string(ask)
      rules["question"] = canAsk ? "allow" : "deny"
    }
    rules["external_directory"] = "deny"
    for rule in setup.disallowedTools { add(rule, "deny", to: &rules) }
    return .object(rules)
  }

  /// What the agent `plan` may do: look around.
  static func planRules(_ setup: AgentSetup, canAsk: Bool) -> JSONValue {
    var rules = JSONObject()
    rules["*"] = .string(canAsk ? "ask" : "deny")
    for name in reading { rules[name] = "allow" }
    rules["task"] = "allow"
    rules["question"] = canAsk ? "allow" : "deny"
    rules["edit"] = "deny"
    rules["bash"] = .string(canAsk ? "ask" : "deny")
    // The turn ends with the plan, which the operator then approves.
    rules["plan_exit"] = "deny"
    rules["external_directory"] = "deny"
    for rule in setup.disallowedTools { add(rule, "deny", to: &rules) }
    return .object(rules)
  }

  private static func add(_ rule: String, _ action: String, to rules: inout JSONObject) {
    var name = rule
    var pattern: String?
    if rule.hasSuffix(")"), let open = rule.firstIndex(of: "(") {
      name = String(rule[..<open])
      let text = String(rule[rule.index(after: open)...].dropLast())
      // "git:*" is how others write "git *".
      pattern = text.hasSuffix(":*") ? "\(text.dropLast(2)) *" : text
    }
    let key = permission(name)
    guard !key.isEmpty else { return }
    var entry: JSONValue = .string(action)
    if let pattern, !pattern.isEmpty {
      var patterns = rules[key]?.object ?? JSONObject()
      if let general = rules[key]?.string { patterns["*"] = .string(general) }
      patterns[pattern] = .string(action)
      entry = .object(patterns)
    } else if action == "allow", key == "edit" || key == "bash", let patterns = rules[key]?.object {
      var all = JSONObject()
      all["*"] = "allow"
      for (key, value) in patterns where key != "*" { all[key] = value }
      entry = .object(all)
    }
    // A rule that comes later counts more.
    rules[key] = nil
    rules[key] = entry
  }

  private static func permission(_ name: String) -> String {
    if name.hasPrefix("mcp__") {
      let rest = name.dropFirst(5)
      guard let end = rest.firstRange(of: "__") else { return "\(rest)_*" }
      return "\(rest[..<end.lowerBound])_\(rest[end.upperBound...])"
    }
    switch name.lowercased() {
    case "read", "notebookread": return "read"
    case "write", "edit", "multiedit", "notebookedit", "patch", "apply_patch": return "edit"
    case "ls", "list": return "list"
    case "task", "agent": return "task"
    case let lower where ["glob", "grep", "bash", "webfetch", "websearch", "todowrite", "todoread"].contains(lower): return lower
    default: return name
    }
  }
}

import Model

/// Which calls run, which are asked about, which are refused. Pure.
struct PermissionPolicy: Hashable {
  /// What happens with a call.
  enum Verdict: Hashable {
    case allow
    case ask
    case deny(String)
  }

  /// The mode in force.
  var mode: TaskMode
  /// In the mode `auto`, the tools that run without asking; nil: all. `Bash`, or `Bash(make *)` for commands that begin so.
  var allowed: [String]?
  /// What the operator allowed for the rest of the session.
  var always: Set<String> = []
  /// What the operator refused for the rest of the session.
  var never: Set<String> = []

  init(mode: TaskMode, allowed: [String]?) {
    self.mode = mode
    self.allowed = allowed
  }

  /// About a call; `remembered` is what a lasting answer holds for.
  func verdict(_ tool: String, _ effect: ToolEffect, remembered: String) -> Verdict {
    if effect == .reads { return .allow }
    if never.contains(remembered) { return .deny("The operator does not allow this.") }
    switch mode {
    case .plan: return .deny("In plan mode nothing is changed and nothing is run. Call ExitPlanMode with the plan first.")
    case .auto where isAllowed(tool, remembered): return .allow
    case .auto, .ask: return always.contains(remembered) ? .allow : .ask
    }
  }

  private func isAllowed(_ tool: String, _ remembered: String) -> Bool {
    guard let allowed else { return true }
    return allowed.contains { rule in
      if rule == tool || rule == remembered { return true }
      guard rule.hasPrefix("\(tool)("), rule.hasSuffix("*)"), remembered.hasSuffix(" …)") else { return false }
      let wanted = rule.dropFirst(tool.count + 1).dropLast(2).split { $0 == " " || $0 == ":" }
      // A plain command is remembered by its program: rules about more than that do not hold for it.
      return wanted.count == 1 && remembered == "\(tool)(\(wanted[0]) …)"
    }
  }
}

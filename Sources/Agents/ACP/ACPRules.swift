import Model
import Sandbox

/// Whether a tool call may run by a task's mode and rules. Rules are written in claude's names (`Edit`, `Bash(git *)`, `mcp__server__tool`); calls of other agents are held
/// against them by what they do.
struct ACPRules {
  enum Verdict: Hashable, Sendable { case allow, ask, deny }

  private let setup: AgentSetup
  private let servers: [String]

  init(_ setup: AgentSetup, servers: [String]) {
    self.setup = setup
    self.servers = servers
  }

  func verdict(_ call: ACPToolCall, isPlan: Bool) -> Verdict {
    if isPlan { return setup.mode == .auto ? .allow : .ask }
    let names = names(call)
    let command = call.kind == .execute ? call.subject(workspace: "") : nil
    if setup.disallowedTools.contains(where: { matches($0, names, command, denies: true) }) { return .deny }
    guard setup.mode == .auto else { return .ask }
    guard let allowed = setup.allowedTools else { return isHarmless(call.kind) || setup.sandbox.level != .none ? .allow : .deny }
    return allowed.contains { matches($0, names, command, denies: false) } || call.kind == .think ? .allow : .deny
  }

  /// Without a sandbox that holds it, what reaches outside needs a rule.
  private func isHarmless(_ kind: ToolCall.Kind) -> Bool { kind != .fetch && kind != .other && kind != .task }

  private func names(_ call: ACPToolCall) -> Set<String> {
    let own = MCPToolName.shown(call.name, servers: servers)
    let usual: [String] =
      switch call.kind {
      case .read: ["Read", "NotebookRead"]
      case .write: ["Write"]
      case .edit: ["Edit", "MultiEdit", "NotebookEdit", "Write"]
      case .delete: ["Edit", "Write", "Delete"]
      case .search: ["Glob", "Grep", "LS"]
      case .execute: ["Bash"]
      case .fetch: ["WebFetch", "WebSearch"]
      case .task: ["Task", "Agent"]
      case .think, .other: []
      }
    return Set(usual + [own])
  }

  /// `Bash`, `Bash(git *)`, `Bash(git:*)`, `mcp__server` for all tools of a server. A pattern never allows a line in which the shell would see a second command.
  private func matches(_ rule: String, _ names: Set<String>, _ command: String?, denies: Bool) -> Bool {
    guard let open = rule.firstIndex(of: "("), rule.hasSuffix(")") else {
      return names.contains(rule) || (rule.hasPrefix("mcp__") && names.contains { $0.hasPrefix(rule + "__") })
    }
    guard names.contains(String(rule[..<open])), let command else { return false }
    let pattern = String(rule[rule.index(after: open)...].dropLast())
    if pattern == "*" { return true }
    if !denies, command.contains(where: { ";&|`$<>\n(){}".contains($0) }) { return false }
    for ending in [":*", " *", "*"] where pattern.hasSuffix(ending) {
      let head = String(pattern.dropLast(ending.count))
      return command == head || command.hasPrefix(ending == "*" ? head : head + " ")
    }
    return command == pattern
  }
}

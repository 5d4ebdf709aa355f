import JSON
import Model

/// What the rules of a task allow, in codex's terms: it has no tool names of its own to be given, but asks before commands, changes and MCP tools when told to.
struct CodexRules: Hashable, Sendable {
  private static let shell: Set<String> = ["Bash", "shell", "exec_command", "exec", "local_shell", "unified_exec"]
  private static let edit: Set<String> = ["Write", "Edit", "MultiEdit", "apply_patch", "NotebookEdit"]
  private static let read: Set<String> = ["Read", "Glob", "Grep", "LS"]
  private static let web: Set<String> = ["WebSearch", "WebFetch", "web_search"]

  private let allowed: [String]?
  private let denied: [String]
  private let servers: [String]

  init(allowed: [String]?, denied: [String], servers: [String] = []) {
    self.allowed = allowed
    self.denied = denied
    self.servers = servers
  }

  init(_ setup: AgentSetup) {
    self.init(allowed: setup.allowedTools, denied: setup.disallowedTools, servers: setup.mcpServers.map(\.name))
  }

  /// Whether anything but reading needs to be asked for: then codex has to ask. Tools of MCP servers that are denied by name are switched off instead.
  var restricts: Bool {
    !allows(Self.shell) || !allows(Self.edit) || servers.contains { !allows(mcp: "mcp__\($0)__*") && !denies(server: $0) }
  }

  /// Whether the web may be searched.
  var allowsWeb: Bool { allows(Self.web) }

  /// Whether this request is allowed without asking anybody.
  func allows(_ request: CodexRequest) -> Bool {
    switch request.kind {
    case .command:
      if CodexSafeCommand.isReading(request) { return true }
      return allows(Self.shell) || isAllowed(command: request.command)
    case .change: return allows(Self.edit)
    case .elicitation: return request.isToolApproval && allows(mcp: request.tool)
    case .permissions, .questions: return false
    }
  }

  /// The tools of an MCP server that are switched off by name.
  func deniedTools(of server: String) -> [String] {
    let prefix = "mcp__\(server)__"
    return denied.filter { $0.hasPrefix(prefix) && $0.count > prefix.count }.map { String($0.dropFirst(prefix.count)) }
  }

  /// Whether an MCP server is switched off as a whole.
  func denies(server: String) -> Bool { denied.contains("mcp__\(server)") || denied.contains("mcp__\(server)__*") }

  /// The rules that cannot be kept, since codex has nothing of that name.
  var withoutEffect: [String] {
    denied.filter { name in
      !name.hasPrefix("mcp__") && !Self.shell.contains(name) && !Self.edit.contains(name) && !Self.web.contains(name)
    }
  }

  private func allows(_ names: Set<String>) -> Bool {
    guard !denied.contains(where: names.contains) else { return false }
    return allowed.map { $0.contains(where: names.contains) } ?? true
  }

  private func allows(mcp name: String) -> Bool {
    guard !denied.contains(where: { Self.covers($0, name) }) else { return false }
    return allowed.map { $0.contains { Self.covers($0, name) } } ?? true
  }

  /// `mcp__server`, `mcp__server__*` and `mcp__server__tool`.
  private static func covers(_ rule: String, _ name: String) -> Bool {
    guard rule.hasPrefix("mcp__") else { return false }
    return rule == name || name.hasPrefix(rule + "__") || (rule.hasSuffix("__*") && name.hasPrefix(rule.dropLast(1)))
  }

  /// `Bash(git status)` and `Bash(git:*)`; never for commands that a shell would take apart.
  private func isAllowed(command: String) -> Bool {
    guard !denied.contains(where: Self.shell.contains), CodexSafeCommand.isPlain(command) else { return false }
    return (allowed ?? []).contains { rule in
      guard rule.hasSuffix(")"), let open = rule.firstIndex(of: "("), Self.shell.contains(String(rule[..<open])) else { return false }
      let pattern = String(rule[rule.index(after: open)...].dropLast())
      guard pattern.hasSuffix(":*") || pattern.hasSuffix("*") else { return pattern == command }
      let start = String(pattern.dropLast(pattern.hasSuffix(":*") ? 2 : 1))
      return !start.isEmpty && (command == start || command.hasPrefix(pattern.hasSuffix(":*") ? start + " " : start))
    }
  }
}

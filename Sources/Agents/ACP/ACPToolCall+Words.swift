import JSON
import Model

/// A tool call in words.
extension ACPToolCall {
  /// Its kind: the agent's word, else what its name says.
  var kind: ToolCall.Kind {
    switch kindWord {
    case "read": .read
    case "edit": diffs.first.map { ($0.old ?? "").isEmpty } ?? false ? .write : .edit
    case "delete": .delete
    case "move": .edit
    case "search": .search
    case "execute": .execute
    case "fetch": .fetch
    case "think", "switch_mode": .think
    default: Self.kind(named: name)
    }
  }

  /// The tool's name in the agent: what its metadata says, the word before the colon of its title, else what it does.
  var name: String {
    if let toolName { return toolName }
    let head = title.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init) ?? ""
    if Self.isWord(head) { return head }
    return (kindWord ?? "tool").prefix(1).uppercased() + (kindWord ?? "tool").dropFirst()
  }

  /// One line that says what it is about: a path, a command, else its title.
  func subject(workspace: String) -> String {
    let arguments = arguments
    let told = title.hasPrefix(name + ": ") ? String(title.dropFirst(name.count + 2)) : title == name ? "" : title
    let text: String =
      switch kind {
      case .execute: Self.command(arguments) ?? told
      case .read, .write, .edit, .delete: (path ?? diffs.first?.path ?? Self.path(arguments)).map { Self.short($0, workspace) } ?? told
      default: told.isEmpty ? (Self.path(arguments).map { Self.short($0, workspace) } ?? "") : told
      }
    return text.firstLine(limit: TextLimit.title)
  }

  /// The call as an event's value.
  func call(workspace: String, servers: [String]) -> ToolCall {
    ToolCall(
      id: id, kind: kind, name: MCPToolName.shown(name, servers: servers).prefix(bytes: 256), title: subject(workspace: workspace),
      input: inputText)
  }

  /// What to read before it is allowed.
  func detail(workspace: String) -> String {
    let changes = diffs.map { diff in
      let name = Self.short(diff.path, workspace)
      return (["--- \(name)"] + Self.lines(diff.old ?? "", "-") + Self.lines(diff.new, "+")).joined(separator: "\n")
    }
    if !changes.isEmpty { return changes.joined(separator: "\n").capped(at: TextLimit.detail) }
    if kind == .execute, let command = Self.command(arguments) { return command.capped(at: TextLimit.detail) }
    if let object = arguments.object, !object.isEmpty { return arguments.serialized(pretty: true).capped(at: TextLimit.detail) }
    return (text ?? title).capped(at: TextLimit.detail)
  }

  /// The question whether it may run.
  func question(workspace: String) -> String {
    let subject = subject(workspace: workspace)
    if subject.isEmpty { return "Use \(name)?" }
    switch kind {
    case .execute: return "Run `\(subject)`?"
    case .read: return "Read \(subject)?"
    case .write: return "Write \(subject)?"
    case .edit: return "Edit \(subject)?"
    case .delete: return "Delete \(subject)?"
    case .fetch: return "Fetch \(subject)?"
    default: return subject.hasSuffix("?") ? subject : "\(subject)?"
    }
  }

  /// What it gave, in text.
  var outputText: String {
    if let text, !text.isEmpty { return text.capped(at: TextLimit.output) }
    if let text = output.string { return text.capped(at: TextLimit.output) }
    let texts = ["output", "stdout", "text", "message", "result", "formatted_output"].compactMap { output[$0]?.string }
    if let text = texts.first(where: { !$0.isEmpty }) ?? texts.first { return text.capped(at: TextLimit.output) }
    if let text = output["error"]?["message"]?.string { return text.capped(at: TextLimit.output) }
    if output.isNull || !diffs.isEmpty { return "" }
    return output.serialized().capped(at: TextLimit.output)
  }

  /// The exit code, where the agent says it.
  var exitCode: Int? {
    for key in ["exitCode", "exit_code", "returncode", "returnCode"] {
      if let code = output[key]?.int { return code }
    }
    for key in ["metadata", "observation"] {
      if let code = (output[key]?["exit_code"] ?? output[key]?["exitCode"])?.int { return code }
    }
    return nil
  }

  private var inputText: String {
    let text = arguments.serialized()
    guard text.utf8.count > TextLimit.output else { return text }
    return JSONValue.string(text.capped(at: TextLimit.output)).serialized()
  }

  private static func command(_ arguments: JSONValue) -> String? {
    for key in ["command", "cmd", "script"] {
      if let text = arguments[key]?.string, !text.isEmpty { return text }
      if let words = arguments[key]?.array?.compactMap(\.string), !words.isEmpty { return words.joined(separator: " ") }
    }
    return nil
  }

  private static func path(_ arguments: JSONValue) -> String? {
    for key in ["path", "file_path", "filePath", "filename", "abs_path"] {
      if let text = arguments[key]?.string, !text.isEmpty { return text }
    }
    return nil
  }

  private static func short(_ path: String, _ workspace: String) -> String {
    path.hasPrefix("./") ? String(path.dropFirst(2)) : path.relative(to: workspace)
  }

  private static func lines(_ text: String, _ sign: String) -> [String] {
    text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map { sign + $0 }
  }

  private static func isWord(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 64 && text.allSatisfy { $0.isLetter || $0.isNumber || "_-.".contains($0) }
  }

  private static let words: [(ToolCall.Kind, [String])] = [
    (.execute, ["bash", "shell", "exec", "terminal", "command", "run_"]), (.search, ["grep", "glob", "search", "find", "list", "ls"]),
    (.write, ["write", "create", "save"]), (.edit, ["edit", "replace", "patch", "insert"]), (.delete, ["delete", "remove"]),
    (.read, ["read", "view", "cat", "open"]), (.fetch, ["fetch", "web", "http", "browse"]), (.think, ["think", "todo", "plan"]),
    (.task, ["agent", "subagent", "task"]),
  ]

  private static func kind(named name: String) -> ToolCall.Kind {
    let lower = name.lowercased()
    return words.first { $0.1.contains { lower.contains($0) } }?.0 ?? .other
  }
}

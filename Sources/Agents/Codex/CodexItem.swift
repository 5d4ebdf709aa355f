import JSON
import Model

/// An item of a codex thread: a message, a tool call, a change. `codex app-server` and `codex exec --json` write the same things with differently spelled names
/// (facts/engines.md, 2.2 and 2.5).
struct CodexItem: Hashable, Sendable {
  /// What it is, in the app-server's spelling.
  var type: String
  var id: String
  var json: JSONValue

  private static let spellings = [
    "agent_message": "agentMessage", "command_execution": "commandExecution", "file_change": "fileChange", "mcp_tool_call": "mcpToolCall",
    "collab_tool_call": "collabAgentToolCall", "web_search": "webSearch", "todo_list": "todoList",
  ]

  /// Reads an item; nil without a type. `prefix` makes ids unique that restart with every process.
  init?(_ json: JSONValue, prefix: String = "") {
    guard let type = json["type"]?.string else { return nil }
    self.type = Self.spellings[type] ?? type
    id = prefix + (json["id"]?.string ?? type)
    self.json = json
  }

  /// The whole text of a message, a reasoning or a plan.
  var text: String {
    if let text = json["text"]?.string { return text }
    let summary = (json["summary"]?.array ?? []).compactMap(\.string)
    let parts = summary.isEmpty ? (json["content"]?.array ?? []).compactMap { $0.string ?? $0["text"]?.string } : summary
    return parts.joined(separator: "\n\n")
  }

  /// Whether it is a tool call.
  var isTool: Bool {
    [
      "commandExecution", "fileChange", "mcpToolCall", "dynamicToolCall", "collabAgentToolCall", "webSearch", "imageView", "sleep",
      "imageGeneration",
    ]
    .contains(type)
  }

  /// Whether a process of its own may go on when its turn has ended.
  var isCommand: Bool { type == "commandExecution" }

  /// The tool's name as it is shown.
  var name: String {
    switch type {
    case "commandExecution": "shell"
    case "fileChange": "apply_patch"
    case "mcpToolCall": MCPToolName.shown(server: json["server"]?.string ?? "mcp", tool: json["tool"]?.string ?? "tool")
    case "dynamicToolCall": [json["namespace"]?.string, json["tool"]?.string ?? "tool"].compactMap { $0 }.joined(separator: ".")
    case "collabAgentToolCall": json["tool"]?.string ?? "agent"
    case "webSearch": "web_search"
    case "imageView": "view_image"
    case "imageGeneration": "image_generation"
    default: type
    }
  }

  var kind: ToolCall.Kind {
    switch type {
    case "commandExecution": commandKind
    case "fileChange": changeKind
    case "webSearch": .fetch
    case "imageView": .read
    case "collabAgentToolCall": .task
    default: .other
    }
  }

  /// The command as the model wrote it: without the shell that codex puts around it.
  var command: String { Self.unwrapped(json["command"]?.string ?? "") }

  /// One line that says what it is about.
  func title(in workspace: String) -> String {
    let text: String
    switch type {
    case "commandExecution": text = command
    case "fileChange": text = changes.map { $0.path.relative(to: workspace) }.joined(separator: ", ")
    case "webSearch": text = json["query"]?.string ?? ""
    case "imageView": text = (json["path"]?.string ?? "").relative(to: workspace)
    case "collabAgentToolCall": text = json["prompt"]?.string ?? ""
    case "mcpToolCall", "dynamicToolCall":
      let values = (json["arguments"]?.object).map { Array($0.values.prefix(3)) } ?? []
      text = values.compactMap(\.string).joined(separator: " ")
    default: text = ""
    }
    return text.firstLine(limit: TextLimit.title)
  }

  /// The input as JSON text.
  func input(in workspace: String) -> String {
    var value: JSONValue
    switch type {
    case "commandExecution":
      value = ["command": .string(command.capped(at: TextLimit.output / 2)), "cwd": .string((json["cwd"]?.string ?? "").capped(at: 4096))]
    case "fileChange":
      let limit = TextLimit.output / 2 / max(1, changes.count)
      value = .array(
        changes.map {
          ["path": .string($0.path.relative(to: workspace)), "kind": .string($0.kind), "diff": .string($0.diff.capped(at: limit))]
        })
    case "webSearch": value = ["query": json["query"] ?? .null]
    case "collabAgentToolCall": value = ["prompt": json["prompt"] ?? .null]
    default: value = json["arguments"] ?? [:]
    }
    let text = value.serialized()
    if text.utf8.count > TextLimit.output { value = .string(text.prefix(bytes: TextLimit.output / 4)) }
    return text.utf8.count > TextLimit.output ? value.serialized() : text
  }

  /// The output of a call that has ended.
  var output: String {
    let text: String
    switch type {
    case "commandExecution": text = (json["aggregatedOutput"] ?? json["aggregated_output"])?.string ?? ""
    case "mcpToolCall":
      let content = (json["result"]?["content"]?.array ?? []).map { $0["text"]?.string ?? "[\($0["type"]?.string ?? "something")]" }
      text = json["error"]?["message"]?.string ?? content.joined(separator: "\n")
    case "dynamicToolCall":
      text = (json["contentItems"]?.array ?? []).compactMap { $0["text"]?.string }.joined(separator: "\n")
    default: text = ""
    }
    return text.capped(at: TextLimit.output)
  }

  var exitCode: Int? { isCommand ? (json["exitCode"] ?? json["exit_code"])?.int : nil }

  /// How it ended. Codex says "completed" of commands that failed, too.
  var status: ToolStatus {
    switch json["status"]?.string {
    case "declined": .denied
    case "failed": .failed
    default: (exitCode ?? 0) != 0 || json["success"]?.bool == false ? .failed : .ok
    }
  }

  // MARK: Changes

  struct Change: Hashable {
    var path: String
    var kind: String
    var movedTo: String?
    var diff: String
  }

  /// The changed files of a patch.
  var changes: [Change] {
    (json["changes"]?.array ?? []).prefix(500).compactMap { change in
      guard let path = change["path"]?.string else { return nil }
      let kind = change["kind"]
      return Change(
        path: path, kind: kind?["type"]?.string ?? kind?.string ?? "update", movedTo: kind?["move_path"]?.string,
        diff: change["diff"]?.string ?? "")
    }
  }

  /// What a patch that was applied did.
  func fileChanges(in workspace: String) -> [AgentEvent] {
    guard type == "fileChange", json["status"]?.string == "completed" else { return [] }
    return changes.flatMap { change -> [AgentEvent] in
      let path = change.path.relative(to: workspace)
      if let target = change.movedTo {
        return [.fileChanged(path: path, change: .delete), .fileChanged(path: target.relative(to: workspace), change: .add)]
      }
      return [.fileChanged(path: path, change: FileChangeKind(rawValue: change.kind) ?? .update)]
    }
  }

  /// The changes as text, for reading before answering.
  func diffText(in workspace: String) -> String {
    changes.map { change in
      let path = change.path.relative(to: workspace)
      let target = change.movedTo.map { " → \($0.relative(to: workspace))" } ?? ""
      let sign: Character? = change.kind == "add" ? "+" : change.kind == "delete" ? "-" : nil
      let body = sign.map { sign in
        change.diff.split(separator: "\n", omittingEmptySubsequences: false).map { "\(sign)\($0)" }.joined(separator: "\n")
      }
      return "\(change.kind) \(path)\(target)\n\(body ?? change.diff)"
    }.joined(separator: "\n")
  }

  private var changeKind: ToolCall.Kind {
    let kinds = Set(changes.map(\.kind))
    return kinds == ["add"] ? .write : kinds == ["delete"] ? .delete : .edit
  }

  // MARK: Commands

  private var commandKind: ToolCall.Kind {
    let types = Set((json["commandActions"]?.array ?? []).compactMap { $0["type"]?.string })
    if types == ["read"] { return .read }
    return !types.isEmpty && types.isSubset(of: ["read", "search", "listFiles"]) ? .search : .execute
  }

  /// `/bin/bash -lc 'ls -l'` → `ls -l`.
  static func unwrapped(_ command: String) -> String {
    for shell in ["/bin/bash", "/usr/bin/bash", "bash", "/bin/sh", "/usr/bin/sh", "sh", "/bin/zsh", "/usr/bin/zsh", "zsh"] {
      for option in ["-lc", "-c"] where command.hasPrefix("\(shell) \(option) ") {
        let inner = String(command.dropFirst(shell.count + option.count + 2))
        return unquoted(inner) ?? inner
      }
    }
    return command
  }

  /// One shell word without its quotes; nil when it is not one word.
  private static func unquoted(_ word: String) -> String? {
    var text = ""
    var quote: Character?
    var escaped = false
    for character in word {
      if escaped {
        if quote == "\"", !["\\", "\"", "$", "`"].contains(character) { text.append("\\") }
        text.append(character)
        escaped = false
      } else if character == "\\", quote != "'" {
        escaped = true
      } else if let open = quote {
        if character == open { quote = nil } else { text.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if character.isWhitespace {
        return nil
      } else {
        text.append(character)
      }
    }
    return quote == nil && !escaped ? text : nil
  }
}

import JSON
import Model

/// A tool of opencode with its input and what is known about its run: what it does, in words.
struct OpenCodeTool {
  /// opencode's own name: `bash`, `edit`, `server_tool`, ….
  var name: String
  var input: JSONValue
  var workspace: String
  /// Names of MCP servers, so that their tools can be told.
  var servers: [String]

  var kind: ToolCall.Kind {
    switch name {
    case "read": .read
    case "write": .write
    case "edit", "multiedit", "patch", "apply_patch": .edit
    case "bash", "shell": .execute
    case "glob", "grep", "list", "ls", "lsp", "codesearch": .search
    case "webfetch", "websearch": .fetch
    case "task", "skill": .task
    case "todowrite", "todoread", "question", "plan_enter", "plan_exit": .think
    default: .other
    }
  }

  /// The name that is shown.
  var shownName: String { MCPToolName.shown(name, servers: servers) }

  /// The path that it is about.
  var path: String? { (input["filePath"] ?? input["path"])?.string.map { $0.relative(to: workspace) } }

  /// One line that says what it is about.
  var title: String {
    let text: String? =
      switch kind {
      case .read, .write, .edit, .delete: path
      case .execute: input["command"]?.string
      case .search: (input["pattern"] ?? input["query"])?.string ?? path
      case .fetch: (input["url"] ?? input["query"])?.string
      case .task: (input["description"] ?? input["name"] ?? input["prompt"])?.string
      case .think, .other: input["description"]?.string ?? path
      }
    return (text ?? "").firstLine(limit: TextLimit.title)
  }

  /// The input as JSON text, long strings cut when it is too long, so that it stays JSON.
  var inputText: String {
    let text = input.serialized()
    guard text.utf8.count > TextLimit.output else { return text }
    let short = Self.shortened(input, limit: TextLimit.output / 8).serialized()
    return short.utf8.count > TextLimit.output ? JSONValue.string(short.capped(at: TextLimit.output)).serialized() : short
  }

  /// The files that a finished call says it changed.
  func changes(_ metadata: JSONValue?) -> [AgentEvent] {
    switch name {
    case "write":
      return path.map { [.fileChanged(path: $0, change: metadata?["exists"]?.bool == false ? .add : .update)] } ?? []
    case "edit", "multiedit":
      let isNew = input["oldString"]?.string == ""
      return path.map { [.fileChanged(path: $0, change: isNew ? .add : .update)] } ?? []
    case "patch", "apply_patch":
      return (metadata?["files"]?.array ?? []).prefix(1000).compactMap { file in
        guard let path = (file["relativePath"] ?? file["filePath"] ?? file["file"])?.string ?? file.string else { return nil }
        let change: FileChangeKind =
          switch file["type"]?.string {
          case "add": .add
          case "delete": .delete
          default: .update
          }
        return .fileChanged(path: path.relative(to: workspace), change: change)
      }
    default: return []
    }
  }

  private static func shortened(_ value: JSONValue, limit: Int) -> JSONValue {
    switch value {
    case .string(let text): return .string(text.capped(at: limit))
    case .array(let values): return .array(values.prefix(200).map { shortened($0, limit: limit / 4) })
    case .object(let object):
      var short = JSONObject()
      for (key, value) in object { short.append(key, shortened(value, limit: limit)) }
      return .object(short)
    default: return value
    }
  }
}

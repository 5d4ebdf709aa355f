import JSON
import Model

/// A tool of claude with its input: what it does, in words.
struct ClaudeTool {
  var name: String
  var input: JSONValue
  var workspace: String

  var kind: ToolCall.Kind {
    switch name {
    case "Read", "NotebookRead", "ReadMcpResource": .read
    case "Write": .write
    case "Edit", "MultiEdit", "NotebookEdit": .edit
    case "Bash", "BashOutput", "KillShell", "Monitor": .execute
    case "Glob", "Grep", "LS", "ToolSearch", "ListAgents": .search
    case "WebFetch", "WebSearch": .fetch
    case "Task", "Agent", "Workflow", "Skill": .task
    case "TodoWrite", "ExitPlanMode", "EnterPlanMode", "AskUserQuestion": .think
    default: .other
    }
  }

  /// The path that it is about.
  var path: String? { (input["file_path"] ?? input["notebook_path"] ?? input["path"])?.string.map { $0.relative(to: workspace) } }

  /// One line that says what it is about.
  var title: String {
    let text: String? =
      switch kind {
      case .read, .write, .edit, .delete: path
      case .execute: input["command"]?.string ?? input["bash_id"]?.string
      case .search: (input["pattern"] ?? input["query"])?.string ?? path
      case .fetch: (input["url"] ?? input["query"])?.string
      case .task: (input["description"] ?? input["prompt"] ?? input["skill"])?.string
      case .think, .other: (input["description"] ?? input["plan"])?.string ?? path
      }
    return (text ?? "").firstLine(limit: TextLimit.title)
  }

  /// The question whether it may run.
  var question: String {
    let title = title
    let verb =
      switch kind {
      case .read: "Read"
      case .write: "Write"
      case .edit: "Edit"
      case .execute: "Run"
      case .fetch: "Fetch"
      default: "Use \(name):"
      }
    if title.isEmpty { return "Use \(name)?" }
    return kind == .execute ? "\(verb) `\(title)`?" : "\(verb) \(title)?"
  }

  /// What to read before answering.
  var detail: String {
    switch kind {
    case .execute: return input["command"]?.string ?? pretty
    case .write: return input["content"]?.string ?? pretty
    case .edit:
      let edits = input["edits"]?.array ?? [input]
      let parts = edits.compactMap { edit -> String? in
        guard let old = edit["old_string"]?.string, let new = edit["new_string"]?.string else { return nil }
        return Self.lines(old, "-") + Self.lines(new, "+")
      }
      return parts.isEmpty ? pretty : parts.joined(separator: "\n")
    default: return pretty
    }
  }

  /// The input as JSON text, long strings cut when it is too long, so that it stays JSON.
  var inputText: String {
    let text = input.serialized()
    guard text.utf8.count > TextLimit.output else { return text }
    let short = Self.shortened(input, limit: TextLimit.output / 8).serialized()
    return short.utf8.count > TextLimit.output ? JSONValue.string(short.capped(at: TextLimit.output)).serialized() : short
  }

  /// The steps of `TodoWrite`.
  var plan: [PlanEntry]? {
    guard name == "TodoWrite", let todos = input["todos"]?.array else { return nil }
    return todos.prefix(500).compactMap { todo in
      guard let text = todo["content"]?.string else { return nil }
      let status: PlanEntry.Status =
        switch todo["status"]?.string {
        case "completed": .done
        case "in_progress": .active
        default: .pending
        }
      return PlanEntry(text: text.firstLine(limit: 500), status: status)
    }
  }

  private var pretty: String { input.object?.isEmpty ?? true ? "" : input.serialized(pretty: true) }

  private static func lines(_ text: String, _ sign: Character) -> String {
    text.isEmpty ? "" : text.split(separator: "\n", omittingEmptySubsequences: false).map { "\(sign)\($0)\n" }.joined()
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

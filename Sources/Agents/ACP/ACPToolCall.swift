import JSON
import Model

/// A tool call as far as its messages have told: `tool_call`, every `tool_call_update`, a permission request.
struct ACPToolCall: Hashable, Sendable {
  enum Status: String, Hashable, Sendable {
    case pending
    case running = "in_progress"
    case completed
    case failed
  }

  let id: String
  private(set) var kindWord: String?
  private(set) var title = ""
  private(set) var status = Status.pending
  private(set) var input: JSONValue = .null
  private(set) var output: JSONValue = .null
  private(set) var content: [JSONValue] = []
  private(set) var path: String?
  private(set) var toolName: String?
  /// Whether `toolStarted` was told.
  var isStarted = false
  /// What of its output was told.
  var told = ""

  init(id: String) { self.id = id }

  /// Takes what a message says; what it leaves out stays.
  mutating func merge(_ update: JSONValue) {
    if let kind = update["kind"]?.string { kindWord = kind }
    if let title = update["title"]?.string, !title.isEmpty { self.title = title.prefix(bytes: 4096) }
    if let status = update["status"]?.string.flatMap(Status.init) { self.status = status }
    if let input = update["rawInput"], !input.isNull { self.input = input }
    if let output = update["rawOutput"], !output.isNull { self.output = output }
    if let content = update["content"]?.array { self.content = Array(content.prefix(200)) }
    if let path = update["locations"]?[0]?["path"]?.string { self.path = path }
    if let name = Self.name(in: update["_meta"], depth: 2) { toolName = name }
  }

  /// Whether its arguments may still be on their way: no input, no place, no kind, and nothing but the beginning of a JSON text as its content.
  var isArriving: Bool {
    guard status == .pending || status == .running, kindWord == nil, input.isNull, path == nil, let first = content.first else {
      return false
    }
    guard content.count == 1, first["type"]?.string == "content", let text = first["content"]?["text"]?.string else { return false }
    return text.isEmpty || text.hasPrefix("{")
  }

  var isOver: Bool { status == .completed || status == .failed }

  /// The arguments: `rawInput`, else a content that is a JSON object.
  var arguments: JSONValue {
    if !input.isNull { return input }
    if let text = text, text.hasPrefix("{"), let value = try? JSONValue.parse(text) { return value }
    return [:]
  }

  /// The text blocks of its content, nil without any.
  var text: String? {
    let parts = content.compactMap { block -> String? in
      guard block["type"]?.string == "content" else { return nil }
      return block["content"]?["text"]?.string ?? block["content"]?["resource"]?["text"]?.string
    }
    return parts.isEmpty ? nil : parts.joined(separator: "\n")
  }

  /// Its diffs: path, and whether the file is new.
  var diffs: [(path: String, old: String?, new: String)] {
    content.compactMap { block in
      guard block["type"]?.string == "diff", let path = block["path"]?.string else { return nil }
      return (path, block["oldText"]?.string, block["newText"]?.string ?? "")
    }
  }

  /// Our terminals that are its content.
  var terminals: [String] { content.compactMap { $0["type"]?.string == "terminal" ? $0["terminalId"]?.string : nil } }

  private static func name(in meta: JSONValue?, depth: Int) -> String? {
    guard let object = meta?.object else { return nil }
    for key in ["tool_name", "toolName"] {
      if let name = object[key]?.string, !name.isEmpty { return name.prefix(bytes: 128) }
    }
    guard depth > 0 else { return nil }
    for (_, value) in object {
      if let name = name(in: value, depth: depth - 1) { return name }
    }
    return nil
  }
}

import JSON
import Model

/// gemini's `--output-format stream-json`, line by line, to agent events (facts/engines.md, 6). Pure.
struct GeminiEventDecoder: Sendable {
  let workspace: String
  /// The session that was asked for, until it has been compared.
  var expectedSession: String?
  let servers: [String]
  /// Begins the ids of messages.
  let prefix: String
  private(set) var sessionID: String?
  private(set) var model: String?
  private(set) var lastText: String?
  /// What the `result` line says; without one the turn was cut.
  private(set) var result: TurnOutcome?
  /// The failure of a session that is not the one asked for.
  private(set) var strayed: TaskFailure?
  private(set) var lastError: String?
  private var text = ""
  private var messages = 0
  private var calls: [String: ToolCall] = [:]

  init(prefix: String, workspace: String = "", expectedSession: String? = nil, servers: [String] = []) {
    self.prefix = prefix
    self.workspace = workspace
    self.expectedSession = expectedSession
    self.servers = servers
  }

  /// The events of one line.
  mutating func decode(_ line: [UInt8]) -> [AgentEvent] {
    guard let first = line.first(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0d }) else { return [] }
    guard first == UInt8(ascii: "{") else { return [.raw(Self.raw(line))] }
    do throws(JSONError) {
      return decode(try JSONValue.parse(line), line)
    } catch {
      return [.notice(.warning, "A line of gemini's output cannot be read: \(error)."), .raw(Self.raw(line))]
    }
  }

  /// The run is over: closes what is open.
  mutating func close() -> [AgentEvent] {
    var events = closeMessage()
    for id in calls.keys.sorted() { events.append(.toolFinished(id: id, status: .cancelled, output: "", exitCode: nil)) }
    calls = [:]
    return events
  }

  private mutating func decode(_ value: JSONValue, _ line: [UInt8]) -> [AgentEvent] {
    switch value["type"]?.string {
    case "init": return start(value)
    case "message": return message(value)
    case "tool_use": return toolUse(value)
    case "tool_result": return toolResult(value)
    case "error":
      let said = value["message"]?.string ?? ""
      let isError = value["severity"]?.string != "warning"
      if isError { lastError = said }
      return [.notice(isError ? .error : .warning, said.capped(at: 4096))]
    case "result": return end(value)
    case nil where value["carrel"] != nil: return []
    default: return [.raw(Self.raw(line))]
    }
  }

  private mutating func start(_ value: JSONValue) -> [AgentEvent] {
    sessionID = value["session_id"]?.string
    model = value["model"]?.string ?? model
    var events: [AgentEvent] = []
    if let asked = expectedSession, let id = sessionID, id != asked {
      let failure = TaskFailure(.engine, "gemini was asked for session \(asked) and works in session \(id): retry the task with --fresh.")
      strayed = failure
      events.append(.notice(.error, failure.text))
    }
    expectedSession = nil
    return events + [.sessionStarted(id: sessionID, model: model, tools: [])]
  }

  private mutating func message(_ value: JSONValue) -> [AgentEvent] {
    // The user's lines are the prompt's echo.
    guard value["role"]?.string == "assistant", let piece = value["content"]?.string, !piece.isEmpty else { return [] }
    if value["delta"]?.bool != true {
      var events = closeMessage()
      text = piece
      events += closeMessage()
      return events
    }
    guard text.utf8.count + piece.utf8.count <= 4 << 20 else { return [] }
    text += piece
    return [.textDelta(messageID: messageID, text: piece)]
  }

  private mutating func toolUse(_ value: JSONValue) -> [AgentEvent] {
    var events = closeMessage()
    let id = value["tool_id"]?.string ?? "\(prefix)-tool-\(messages)"
    let name = MCPToolName.shown(value["tool_name"]?.string ?? "tool", servers: servers)
    let input = value["parameters"] ?? [:]
    let call = ToolCall(
      id: id, kind: Self.kind(name), name: name, title: title(input).prefix(bytes: TextLimit.title),
      input: input.serialized().capped(at: TextLimit.output))
    calls[id] = call
    events.append(.toolStarted(call))
    return events
  }

  private mutating func toolResult(_ value: JSONValue) -> [AgentEvent] {
    let id = value["tool_id"]?.string ?? ""
    guard let call = calls.removeValue(forKey: id) else { return [] }
    let failed = value["status"]?.string == "error"
    let output = value["output"]?.string ?? value["error"]?["message"]?.string ?? ""
    var events: [AgentEvent] = []
    if !failed, call.kind == .write || call.kind == .edit, !call.title.isEmpty {
      events.append(.fileChanged(path: call.title, change: .update))
    }
    return events + [.toolFinished(id: id, status: failed ? .failed : .ok, output: output.capped(at: TextLimit.output), exitCode: nil)]
  }

  private mutating func end(_ value: JSONValue) -> [AgentEvent] {
    var events = closeMessage()
    if let stats = value["stats"] {
      let cached = max(0, stats["cached"]?.int ?? 0)
      let sent = max(0, stats["input_tokens"]?.int ?? 0)
      let tokens = TokenCount(input: max(0, sent - cached), output: max(0, stats["output_tokens"]?.int ?? 0), cacheRead: cached)
      if tokens.total > 0 { events.append(.usage(tokens: tokens, costUSD: nil)) }
    }
    if value["status"]?.string == "success" {
      result = .completed
    } else {
      let said = value["error"]?["message"]?.string ?? lastError ?? "it gave no reason"
      let kind = GeminiFailure.kind(type: value["error"]?["type"]?.string ?? "", message: said)
      result = kind == .limit ? .limit("turns") : .failed(GeminiFailure.failure(kind, said))
    }
    return events
  }

  // MARK: Parts

  private var messageID: String { "\(prefix)-\(messages)" }

  private mutating func closeMessage() -> [AgentEvent] {
    guard !text.isEmpty else { return [] }
    let event = AgentEvent.textDone(messageID: messageID, text: text)
    lastText = text
    text = ""
    messages += 1
    return [event]
  }

  private func title(_ input: JSONValue) -> String {
    for key in ["file_path", "absolute_path", "path", "dir_path", "command", "pattern", "query", "url", "prompt"] {
      if let text = input[key]?.string, !text.isEmpty { return text.relative(to: workspace).firstLine(limit: TextLimit.title) }
    }
    return ""
  }

  private static func kind(_ name: String) -> ToolCall.Kind {
    switch name {
    case "read_file", "read_many_files", "list_directory": .read
    case "write_file": .write
    case "replace", "edit": .edit
    case "run_shell_command": .execute
    case "glob", "grep_search", "search_file_content": .search
    case "google_web_search", "web_fetch": .fetch
    default: .other
    }
  }

  private static func raw(_ line: [UInt8]) -> String { String(decoding: line, as: UTF8.self).capped(at: TextLimit.raw) }
}

import JSON
package import Model

/// The output of `codex exec --json`, line by line, to agent events (facts/engines.md, 2.2 and 2.3; recorded streams are its tests). Pure. One value decodes one
/// process after another: each is one turn.
package struct CodexExecDecoder: Sendable {
  private var items: CodexEventDecoder
  private var usage: CodexUsage
  private var number = 0
  private let name: String
  private(set) var threadID: String?
  private var lastError: String?

  /// A decoder. `name` tells its items from those of other processes with the same thread; `total` is what the thread used before, nil: nobody knows, then the first
  /// turn's use is not told.
  package init(workspace: String = "", name: String = "", total: TokenCount? = TokenCount()) {
    items = CodexEventDecoder(workspace: workspace)
    self.name = name
    usage = CodexUsage(awaitsBaseline: total == nil, total: total)
  }

  /// Whether a turn runs.
  package var turnRunning: Bool { items.turnRunning }

  /// The model that the next process is given.
  package mutating func use(model: String?) { items.model = model }

  /// A process begins: its turn, and its items, which it counts from zero.
  package mutating func startProcess() -> [AgentEvent] {
    number += 1
    lastError = nil
    items.threadID = threadID
    return items.startTurn(nil)
  }

  /// The process, or the recording, is over: a turn that runs ends so.
  package mutating func ended(_ outcome: TurnOutcome) -> [AgentEvent] {
    guard case .failed = outcome, let lastError else { return items.endTurn(outcome) }
    return items.endTurn(.failed(CodexFailure.failure(text: lastError)))
  }

  /// One line without its end.
  package mutating func decode(_ line: [UInt8]) -> [AgentEvent] {
    guard let first = line.first(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") && $0 != UInt8(ascii: "\r") }) else {
      return []
    }
    guard first == UInt8(ascii: "{") else { return [.raw(CodexEventDecoder.text(line))] }
    do throws(JSONError) {
      return decode(try JSONValue.parse(line), line)
    } catch {
      return [.notice(.warning, "A line of codex's output cannot be read: \(error)."), .raw(CodexEventDecoder.text(line))]
    }
  }

  private mutating func decode(_ value: JSONValue, _ line: [UInt8]) -> [AgentEvent] {
    guard value["carrel"] == nil else { return [] }
    switch value["type"]?.string {
    case "thread.started": return thread(value)
    case "turn.started": return begin()
    case "turn.completed": return completed(value["usage"])
    case "turn.failed": return begin() + failed(value["error"]?["message"]?.string ?? "")
    case "error": return begin() + error(value["message"]?.string ?? "")
    case "item.started", "item.updated", "item.completed": return item(value, line)
    default: return [.raw(CodexEventDecoder.text(line))]
    }
  }

  private mutating func begin() -> [AgentEvent] { items.turnRunning ? [] : startProcess() }

  private mutating func thread(_ value: JSONValue) -> [AgentEvent] {
    guard let id = value["thread_id"]?.string else { return [] }
    let isNew = threadID != id
    threadID = id
    let isRunning = items.turnRunning
    let events = begin()
    items.threadID = id
    return isNew || !isRunning ? events.filter { $0 == .turnStarted } + [.sessionStarted(id: id, model: items.model, tools: [])] : events
  }

  private mutating func item(_ value: JSONValue, _ line: [UInt8]) -> [AgentEvent] {
    guard var json = value["item"]?.object else { return [.raw(CodexEventDecoder.text(line))] }
    var output = CodexEventDecoder.Output()
    output.events += begin()
    let prefix = "\(name)\(number)-"
    guard let item = CodexItem(.object(json), prefix: prefix) else { return output.events + [.raw(CodexEventDecoder.text(line))] }
    if item.type == "todoList" {
      output.events.append(.plan(Self.plan(json["items"])))
      return output.events
    }
    json["id"] = .string(item.id)
    switch value["type"]?.string {
    case "item.started": items.started(.object(json), line, &output)
    case "item.completed": items.completed(.object(json), line, &output)
    default: break
    }
    return output.events
  }

  private static func plan(_ items: JSONValue?) -> [PlanEntry] {
    (items?.array ?? []).prefix(500).compactMap { item in
      guard let text = item["text"]?.string else { return nil }
      return PlanEntry(text: text.firstLine(limit: 500), status: item["completed"]?.bool == true ? .done : .pending)
    }
  }

  private mutating func completed(_ value: JSONValue?) -> [AgentEvent] {
    var events = begin()
    if let value, let count = usage.update(exec: value) { events.append(.usage(tokens: count, costUSD: nil)) }
    return events + items.endTurn(.completed)
  }

  private mutating func failed(_ text: String) -> [AgentEvent] {
    let failure = CodexFailure.failure(text: text.isEmpty ? lastError ?? "" : text)
    let limit: [AgentEvent] = failure.kind == .usageLimit ? [CodexLimits().reached(failure)] : []
    return limit + items.endTurn(.failed(failure))
  }

  /// An error of the stream is said again by the turn's end; one that codex tries again is not.
  private mutating func error(_ text: String) -> [AgentEvent] {
    guard let retry = CodexFailure.retry(text) else {
      lastError = text
      return []
    }
    return [
      .retrying(
        attempt: retry.attempt, of: retry.of, delaySeconds: nil,
        cause: CodexFailure.cause(["message": .string(retry.why.isEmpty ? "network" : retry.why)]))
    ]
  }
}

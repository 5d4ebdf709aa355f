import JSON
import Model

/// opencode's events → agent events (facts/engines.md, 5.1 and 5.2). Pure: the same events give the same result. Reads the server's stream, the messages that the server
/// gives when it is asked for them (after the stream was cut), and the lines of `opencode run`. Everything has an id that is remembered, so that what comes twice counts
/// once. Keeps the rule that every turn that started ends with exactly one `turnDone`.
struct OpenCodeEventDecoder: Sendable {
  /// What one event gives.
  struct Output: Hashable, Sendable {
    /// Events in order.
    var events: [AgentEvent] = []
    /// What the agent has to act on.
    var control: [OpenCodeControl] = []
  }

  /// Who wrote a message.
  enum Role: Hashable, Sendable { case user, assistant }

  /// A text or thinking that is being streamed.
  struct OpenText: Sendable {
    var message: String
    var thinking: Bool
    var text: String
    var number: Int
    /// Pieces may be missing: nothing is added until the whole text comes.
    var isStale = false
  }

  /// A running tool call.
  struct OpenCall: Sendable {
    var tool: OpenCodeTool
    var session: String
    /// The live output so far.
    var output = ""
  }

  /// The most ids that are remembered, and the longest text that is put together.
  static let idLimit = 200_000
  static let textLimit = 8 << 20

  let workspace: String
  /// Names of MCP servers.
  let servers: [String]
  /// Our session, once known.
  var session: String?
  /// Sessions of sub-agents: each with its parent session.
  var children: [String: String] = [:]
  /// The call that a sub-agent's session belongs to.
  var parentCalls: [String: String] = [:]
  /// Messages of our sessions.
  var roles: [String: Role] = [:]
  /// Parts of messages of which it is not known yet who wrote them.
  var held: [String: [JSONValue]] = [:]
  /// Parts that are over: texts that were told whole, finished calls, steps whose use was counted.
  var finished: Set<String> = []
  var texts: [String: OpenText] = [:]
  var textCount = 0
  var calls: [String: OpenCall] = [:]
  /// The part of a call, by message and call id.
  var callParts: [String: String] = [:]
  /// Calls that the operator or the rules refused.
  var refused: Set<String> = []

  /// A prompt was handed over, or is being.
  var isPending = false
  var turnRunning = false
  /// The turn's own work was seen: only then does idleness mean that it is over.
  var isActive = false
  /// The server said that it works on the turn: then it says when it is idle, too.
  var isBusy = false
  /// The model answered in this turn.
  var hasAnswer = false
  /// The turn only compacts.
  var isCompacting = false
  var isInterrupted = false
  var lastError: JSONValue?
  var lastText: String?
  var lastRetry: Int?
  /// `provider/model` of the last answer.
  var model: String?
  /// Sizes of models' contexts, as far as asked.
  var contextSizes: [String: Int] = [:]

  /// A decoder. `session` is known for a resume and once the session is made.
  init(workspace: String = "", servers: [String] = [], session: String? = nil) {
    self.workspace = workspace
    self.servers = servers
    self.session = session
  }

  // MARK: Events

  /// One event of the server's stream. `now` tells how long a retry is away.
  mutating func decode(_ data: String, now: Timestamp) -> Output {
    var output = Output()
    do throws(JSONError) {
      let value = try JSONValue.parse(data)
      decode(value, data, now, &output)
    } catch {
      output.events = [
        .notice(.warning, "An event of opencode cannot be read: \(error)."), .raw(data.capped(at: TextLimit.raw)),
      ]
    }
    return output
  }

  private mutating func decode(_ value: JSONValue, _ data: String, _ now: Timestamp, _ output: inout Output) {
    // The stream of all directories wraps its events.
    let event = value["type"] == nil ? value["payload"] ?? value : value
    let properties = event["properties"] ?? [:]
    switch event["type"]?.string {
    case "message.updated": message(properties["info"] ?? [:], &output)
    case "message.removed":
      if let id = properties["messageID"]?.string { output.events += discard { $0.message == id } }
    case "message.part.updated": part(properties["part"] ?? [:], delta: properties["delta"]?.string, &output)
    case "message.part.delta": delta(properties, &output)
    case "message.part.removed":
      if let id = properties["partID"]?.string, let text = texts[id] { output.events += discard { $0.number == text.number } }
    case "session.created", "session.updated": child(properties["info"] ?? properties["session"] ?? [:])
    case "session.status": status(properties, now, &output)
    case "session.idle":
      if isOurs(properties["sessionID"]?.string) { idle(&output) }
    case "session.error": failed(properties, &output)
    case "session.compacted":
      if isOurs(properties["sessionID"]?.string) { output.events.append(.compacted(before: nil, after: nil)) }
    case "todo.updated": plan(properties, &output)
    case "permission.asked", "permission.updated": permission(properties, &output)
    case "question.asked": question(properties, &output)
    case "permission.replied", "question.replied", "question.rejected":
      if let id = (properties["requestID"] ?? properties["permissionID"])?.string { output.control.append(.withdrawn(id: id)) }
    case let type? where Self.isQuiet(type): break
    default: output.events.append(.raw(data.capped(at: TextLimit.raw)))
    }
  }

  /// Events that say nothing new, or nothing about a conversation.
  private static func isQuiet(_ type: String) -> Bool {
    let quiet = [
      "server.", "session.next.", "session.diff", "session.deleted", "file.", "lsp.", "vcs.", "installation.", "project.", "pty.", "tui.",
      "mcp.", "command.", "plugin.", "catalog.", "models-dev.", "integration.", "workspace.", "worktree.", "reference.", "global.", "ide.",
      "account.",
    ]
    return quiet.contains { type.hasPrefix($0) }
  }

  // MARK: Sessions

  func isOurs(_ id: String?) -> Bool { id != nil && id == session }

  /// Whether a session is ours or a sub-agent's of ours.
  func belongs(_ id: String?) -> Bool {
    guard let id else { return false }
    return id == session || children[id] != nil
  }

  /// A session that may be a sub-agent's.
  mutating func child(_ info: JSONValue) {
    guard let id = info["id"]?.string, let parent = info["parentID"]?.string, id != session, belongs(parent), children.count < 1000 else {
      return
    }
    children[id] = parent
  }

  private mutating func status(_ properties: JSONValue, _ now: Timestamp, _ output: inout Output) {
    guard isOurs(properties["sessionID"]?.string) else { return }
    let status = properties["status"]
    switch status?["type"]?.string {
    case "busy":
      began(&output)
      isBusy = true
    case "retry":
      began(&output)
      isBusy = true
      let attempt = status?["attempt"]?.int
      guard attempt == nil || attempt != lastRetry else { return }
      lastRetry = attempt
      let delay = status?["next"]?.double.map { max(0, ($0 - Double(now.milliseconds)) / 1000) }
      let message = status?["message"]?.string ?? ""
      let cause = OpenCodeFailure.retryCause(message)
      output.events.append(.retrying(attempt: attempt, of: nil, delaySeconds: delay, cause: cause))
      if cause == .usageLimit {
        let until = status?["next"]?.double.flatMap { Int64(exactly: $0.rounded()) }.map { Timestamp(milliseconds: $0) }
        output.events.append(.rateLimited(until: until, text: message.firstLine(limit: 500)))
      }
    case "idle": idle(&output)
    default: break
    }
  }

  /// Work of our turn was seen.
  mutating func began(_ output: inout Output) {
    guard isPending || turnRunning else { return }
    output.events += startTurn()
    isActive = true
  }

  private func idle(_ output: inout Output) {
    // The end of an earlier turn is told twice, and may come after the next prompt.
    if turnRunning, isActive { output.control.append(.idle) }
  }

  private mutating func failed(_ properties: JSONValue, _ output: inout Output) {
    let id = properties["sessionID"]?.string
    guard isPending || turnRunning, id == nil || id == session, let error = properties["error"], error.object != nil else { return }
    output.events += startTurn()
    lastError = error
    // What failed before it began was never busy, and so is never idle again.
    if !isBusy { output.control.append(.idle) }
  }

  private func plan(_ properties: JSONValue, _ output: inout Output) {
    guard isOurs(properties["sessionID"]?.string), let todos = properties["todos"]?.array else { return }
    output.events.append(
      .plan(
        todos.prefix(500).compactMap { todo in
          guard let text = todo["content"]?.string else { return nil }
          let status: PlanEntry.Status =
            switch todo["status"]?.string {
            case "completed", "cancelled": .done
            case "in_progress": .active
            default: .pending
            }
          return PlanEntry(text: text.firstLine(limit: 500), status: status)
        }))
  }

  // MARK: Requests

  mutating func permission(_ value: JSONValue, _ output: inout Output) {
    guard belongs(value["sessionID"]?.string) else { return }
    began(&output)
    let part = callPart(value["tool"] ?? value)
    let ask = OpenCodeAsk(permission: value, tool: part.flatMap { calls[$0]?.tool }, toolID: part, workspace: workspace, servers: servers)
    if let ask { output.control.append(.asks(ask)) }
  }

  mutating func question(_ value: JSONValue, _ output: inout Output) {
    guard belongs(value["sessionID"]?.string) else { return }
    began(&output)
    if let ask = OpenCodeAsk(question: value, toolID: callPart(value["tool"] ?? [:])) { output.control.append(.asks(ask)) }
  }

  private func callPart(_ tool: JSONValue) -> String? {
    guard let message = tool["messageID"]?.string, let call = tool["callID"]?.string else { return nil }
    return callParts["\(message)/\(call)"]
  }

  /// A request was refused: the call that it belongs to ends as denied.
  mutating func refuse(_ ask: OpenCodeAsk) {
    if let id = ask.request.toolID { refused.insert(id) }
  }

  // MARK: Memory

  mutating func remember(_ part: String) {
    if finished.count >= Self.idLimit { finished = [] }
    finished.insert(part)
  }
}

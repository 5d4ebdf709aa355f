import JSON
import Model

/// Messages of the Agent Client Protocol to agent events (facts/engines.md, 4.1 and 4.2; recorded streams are its tests). Pure: the same messages give the same
/// events. Keeps the rule that every turn that started ends with exactly one `turnDone`.
struct ACPEventDecoder: Sendable {
  /// A text or thinking that is being streamed.
  struct OpenMessage: Hashable, Sendable {
    var id: String
    /// The agent's own id of it, if it gives one.
    var theirs: String?
    var isThinking: Bool
    var text: String
  }

  /// A text that is longer goes on in a new message.
  static var messageLimit: Int { 4 << 20 }
  private static let callLimit = 2000

  /// The engine's name, for texts.
  let engine: String
  /// The workspace, to shorten paths.
  let workspace: String
  /// Names of MCP servers, to know their tools.
  let servers: [String]
  /// Begins the ids of messages and requests, so that they differ from those of another process of the same session.
  let prefix: String
  /// Whether a turn begins with its first update: in recordings that hold only one direction.
  var beginsTurns = false

  var session = ACPSessionState()
  var usage: ACPUsage
  /// Whether updates are the history that `session/load` plays back.
  var isReplaying = false
  var turnRunning = false
  /// Whether the running turn was asked to end.
  var isCancelled = false
  /// Whether the running turn compacts.
  var isCompacting = false
  var open: OpenMessage?
  /// What the agent said last in this turn.
  var lastText: String?
  /// Running tool calls and those of the turn that are over, in the order in which they began.
  var calls: [String: ACPToolCall] = [:]
  var order: [String] = []
  /// Calls whose permission was refused.
  var denied: Set<String> = []
  /// Which call shows which of our terminals.
  var terminals: [String: String] = [:]
  var number = 0
  var lastTitle: String?
  var lastContext: [Int] = []
  var hasSpoken = false

  /// A decoder for one process. `priorCostUSD` is the session's total before it; `usagePerTurn` when the agent is known to count every turn from zero.
  init(
    engine: String, workspace: String = "", servers: [String] = [], prefix: String = "acp", priorCostUSD: Double = 0,
    usagePerTurn: Bool = false
  ) {
    self.engine = engine
    self.workspace = workspace
    self.servers = servers
    self.prefix = prefix
    usage = ACPUsage(priorCostUSD: priorCostUSD, perTurn: usagePerTurn)
  }

  // MARK: Turns

  /// A prompt was handed over.
  mutating func startTurn(compacting: Bool = false) -> [AgentEvent] {
    guard !turnRunning else { return [] }
    turnRunning = true
    isCancelled = false
    isCompacting = compacting
    lastText = nil
    return [.turnStarted]
  }

  /// The answer to `session/prompt`.
  mutating func answered(_ result: JSONValue) -> [AgentEvent] {
    var events: [AgentEvent] = []
    if beginsTurns { events += startTurn() }
    events += closeMessage()
    if let count = result["usage"].flatMap(ACPUsage.count), let more = usage.tokens(count, from: .answer) {
      events.append(.usage(tokens: more, costUSD: nil))
    }
    events += metadata(result["_meta"])
    return events + endTurn(outcome(result["stopReason"]?.string ?? ""))
  }

  private func outcome(_ reason: String) -> TurnOutcome {
    if isCancelled { return .interrupted }
    switch reason {
    case "cancelled": return .interrupted
    case "max_tokens": return .limit("tokens")
    case "max_turn_requests": return .limit("turns")
    case "refusal": return .refused
    default: return .completed
    }
  }

  /// The error that answered `session/prompt`.
  mutating func failed(_ error: ACPError) -> [AgentEvent] {
    if isCancelled || error.code == -32800 { return endTurn(.interrupted) }
    if error.code == -31005 { return endTurn(.refused) }
    return endTurn(.failed(ACPFailure.failure(error, doing: "Working on the prompt", engine: engine)))
  }

  /// The stream ended: closes what is open, with this outcome.
  mutating func ended(_ outcome: TurnOutcome) -> [AgentEvent] { turnRunning ? endTurn(isCancelled ? .interrupted : outcome) : [] }

  mutating func endTurn(_ outcome: TurnOutcome) -> [AgentEvent] {
    guard turnRunning else { return [] }
    var events = closeMessage()
    for id in order {
      guard var call = calls[id], !call.isOver else { continue }
      events += start(&call)
      events.append(.toolFinished(id: id, status: .cancelled, output: "", exitCode: nil))
    }
    calls = [:]
    order = []
    denied = []
    terminals = [:]
    if isCompacting, outcome == .completed { events.append(.compacted(before: nil, after: nil)) }
    turnRunning = false
    isCancelled = false
    isCompacting = false
    events.append(.turnDone(outcome, text: lastText))
    return events
  }

  // MARK: Updates

  /// A `session/update`; `line` is it as it came.
  mutating func update(_ params: JSONValue, line: String) -> [AgentEvent] {
    guard let update = params["update"], let kind = update["sessionUpdate"]?.string else { return [.raw(line)] }
    if isReplaying { return replayed(kind, update, params) }
    var events = metadata(params["_meta"]) + metadata(update["_meta"])
    switch kind {
    case "agent_message_chunk", "agent_thought_chunk", "tool_call", "tool_call_update", "plan":
      if beginsTurns { events += startTurn() }
      // What comes outside of a turn belongs to none: the rest of one that was cancelled, or a greeting.
      guard turnRunning else { return events + [.raw(line)] }
    default: break
    }
    switch kind {
    case "agent_message_chunk": events += chunk(update, isThinking: false, line)
    case "agent_thought_chunk": events += chunk(update, isThinking: true, line)
    case "user_message_chunk": break
    case "tool_call", "tool_call_update": events += tool(update, line)
    case "plan": events.append(.plan(Self.plan(update)))
    default: events += setting(kind, update, line)
    }
    return events
  }

  /// The history that a load plays back is known already; what it says of the session's settings and counters is not.
  private mutating func replayed(_ kind: String, _ update: JSONValue, _ params: JSONValue) -> [AgentEvent] {
    let found = ACPUsage.find(in: params["_meta"]) ?? ACPUsage.find(in: update["_meta"])
    usage.skip(found?.tokens, cost: found?.cost ?? update["cost"]?["amount"]?.double)
    switch kind {
    case "available_commands_update", "config_option_update": return setting(kind, update, "")
    default: return []
    }
  }

  mutating func metadata(_ meta: JSONValue?) -> [AgentEvent] {
    guard let found = ACPUsage.find(in: meta) else { return [] }
    let more = usage.tokens(found.tokens, from: .metadata)
    let cost = found.cost.flatMap { usage.cost($0) }
    return more == nil && cost == nil ? [] : [.usage(tokens: more, costUSD: cost)]
  }

  // MARK: Tool calls

  private mutating func tool(_ update: JSONValue, _ line: String) -> [AgentEvent] {
    guard let id = update["toolCallId"]?.string, id.utf8.count <= 1024 else { return [.raw(line)] }
    var events = closeMessage()
    guard calls[id] != nil || order.count < Self.callLimit else { return [.raw(line)] }
    if calls[id] == nil { order.append(id) }
    var call = calls[id] ?? ACPToolCall(id: id)
    let wasOver = call.isOver
    call.merge(update)
    for terminal in call.terminals { terminals[terminal] = id }
    defer { calls[id] = call }
    if wasOver { return events }
    if !call.isArriving { events += startOthers(but: id) + start(&call) }
    guard call.isStarted else { return events }
    if call.isOver { return events + finish(call) }
    return events + output(&call)
  }

  /// Tells calls whose arguments were still arriving: something else happens, so that they are there.
  mutating func startOthers(but id: String? = nil) -> [AgentEvent] {
    var events: [AgentEvent] = []
    for other in order where other != id {
      guard var call = calls[other], !call.isStarted else { continue }
      events += start(&call)
      calls[other] = call
    }
    return events
  }

  private func start(_ call: inout ACPToolCall) -> [AgentEvent] {
    guard !call.isStarted else { return [] }
    call.isStarted = true
    call.told = call.text ?? ""
    return [.toolStarted(call.call(workspace: workspace, servers: servers))]
  }

  private func output(_ call: inout ACPToolCall) -> [AgentEvent] {
    guard let text = call.text, text.utf8.count > call.told.utf8.count, text.hasPrefix(call.told), !text.hasPrefix("{") else { return [] }
    let more = String(text.dropFirst(call.told.count))
    call.told = text
    return [.toolOutput(id: call.id, text: more.capped(at: TextLimit.output))]
  }

  private mutating func finish(_ call: ACPToolCall) -> [AgentEvent] {
    let refused = denied.remove(call.id) != nil
    let status: ToolStatus = call.status == .completed ? .ok : refused ? .denied : isCancelled ? .cancelled : .failed
    var events: [AgentEvent] = []
    if status == .ok {
      for diff in call.diffs {
        let path = diff.path.hasPrefix("./") ? String(diff.path.dropFirst(2)) : diff.path.relative(to: workspace)
        events.append(.fileChanged(path: path.prefix(bytes: 4096), change: (diff.old ?? "").isEmpty ? .add : .update))
      }
    }
    events.append(.toolFinished(id: call.id, status: status, output: call.outputText, exitCode: call.exitCode))
    return events
  }

  private static func plan(_ update: JSONValue) -> [PlanEntry] {
    (update["entries"]?.array ?? []).prefix(500).compactMap { entry in
      guard let text = entry["content"]?.string else { return nil }
      let status: PlanEntry.Status =
        switch entry["status"]?.string {
        case "completed": .done
        case "in_progress": .active
        default: .pending
        }
      return PlanEntry(text: text.firstLine(limit: 500), status: status)
    }
  }
}

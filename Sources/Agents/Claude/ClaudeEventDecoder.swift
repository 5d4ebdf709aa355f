import JSON
package import Model

/// Claude's stream-json output, line by line, to agent events (facts/engines.md, 1.2 and 1.3; recorded streams are its tests). Pure: the same lines give
/// the same events. Keeps the rule that every turn that started ends with exactly one `turnDone`.
package struct ClaudeEventDecoder: Sendable {
  /// What one line gives.
  package struct Output: Hashable, Sendable {
    /// Events in order.
    package var events: [AgentEvent] = []
    /// What the agent has to act on.
    package var control: [ClaudeControl] = []
  }

  /// A text or thinking block that is being streamed.
  struct OpenBlock {
    var id: String
    var thinking: Bool
    var text: String
  }

  /// The workspace, to shorten paths.
  let workspace: String
  /// The session that was asked for, until it has been compared.
  var expectedSession: String?
  var sessionID: String?
  var model: String?
  var permissionMode: String?
  var tools: [String] = []
  var turnRunning = false
  /// Prompts of ours that claude has not finished with, by uuid.
  var pendingPrompts: Set<String> = []
  /// By parent call ("" for the agent itself): the message being streamed.
  var streaming: [String: String] = [:]
  /// By parent call: how many whole blocks of which message have come.
  var seen: [String: (message: String, blocks: Int)] = [:]
  /// By message id: the open blocks, by index.
  var open: [String: [Int: OpenBlock]] = [:]
  /// Running tool calls: id → name.
  var calls: [String: String] = [:]
  /// Calls whose refusal has been told already, or that the operator was asked about.
  var toldDenials: Set<String> = []
  var deniedCalls: Set<String> = []
  var lastError: String?
  var lastCostUSD: Double
  var contextUsed: Int?
  var announcedLimit: String?

  /// A decoder for one process. `priorCostUSD` is the session's total before it; `expectedSession` the id that a resume asked for.
  package init(workspace: String = "", expectedSession: String? = nil, priorCostUSD: Double = 0) {
    self.workspace = workspace
    self.expectedSession = expectedSession
    lastCostUSD = priorCostUSD
  }

  /// A prompt of ours is about to be written.
  package mutating func promptSending(uuid: String) { pendingPrompts.insert(uuid) }

  /// The prompt was written. Starts a turn, unless one runs (in which claude may fold it) or claude is through with it already.
  package mutating func promptSent(uuid: String) -> [AgentEvent] { pendingPrompts.contains(uuid) ? startTurn() : [] }

  /// The prompt could not be written.
  package mutating func promptFailed(uuid: String) { pendingPrompts.remove(uuid) }

  /// One line without its end.
  package mutating func decode(_ line: [UInt8]) -> Output {
    var output = Output()
    guard let first = line.first(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") && $0 != UInt8(ascii: "\r") }) else {
      return output
    }
    guard first == UInt8(ascii: "{") else {
      output.events = [.raw(Self.text(line))]
      return output
    }
    do throws(JSONError) {
      let value = try JSONValue.parse(line)
      decode(value, line, &output)
    } catch {
      output.events = [.notice(.warning, "A line of claude's output cannot be read: \(error)."), .raw(Self.text(line))]
    }
    return output
  }

  /// The stream ended: a turn that runs, or a prompt that never came to a turn, failed.
  package mutating func ended(_ failure: TaskFailure) -> [AgentEvent] { ended(outcome: .failed(failure)) }

  /// The stream ended: closes what is open, with this outcome.
  package mutating func ended(outcome: TurnOutcome) -> [AgentEvent] {
    var events: [AgentEvent] = []
    if !turnRunning, !pendingPrompts.isEmpty { events += startTurn() }
    pendingPrompts = []
    if turnRunning { events += endTurn(outcome, text: nil) }
    return events
  }

  private mutating func decode(_ value: JSONValue, _ line: [UInt8], _ output: inout Output) {
    switch value["type"]?.string {
    case "system": system(value, line, &output)
    case "stream_event": stream(value, &output)
    case "assistant": assistant(value, &output)
    case "user": user(value, &output)
    case "result": result(value, &output)
    case "control_request": controlRequest(value, &output)
    case "control_response": controlResponse(value, &output)
    case "control_cancel_request":
      if let id = value["request_id"]?.string { output.control.append(.withdrawn(id: id)) }
    case "command_lifecycle": lifecycle(value, &output)
    case "rate_limit_event": rateLimit(value["rate_limit_info"] ?? [:], &output)
    case "conversation_reset":
      if let id = value["new_conversation_id"]?.string { session(id, &output) }
    case "keep_alive", "tool_progress", "auth_status", "prompt_suggestion", "tool_use_summary", "streamlined_text": break
    case nil where value["carrel"] != nil: break
    default: output.events.append(.raw(Self.text(line)))
    }
  }

  // MARK: Turns

  mutating func startTurn() -> [AgentEvent] {
    guard !turnRunning else { return [] }
    turnRunning = true
    return [.turnStarted]
  }

  mutating func endTurn(_ outcome: TurnOutcome, text: String?) -> [AgentEvent] {
    var events = closeBlocks()
    for (id, _) in calls.sorted(by: { $0.key < $1.key }) {
      events.append(.toolFinished(id: id, status: .cancelled, output: "", exitCode: nil))
    }
    calls = [:]
    deniedCalls = []
    lastError = nil
    turnRunning = false
    events.append(.turnDone(outcome, text: text))
    return events
  }

  private mutating func lifecycle(_ value: JSONValue, _ output: inout Output) {
    switch value["state"]?.string {
    case "started": output.events += startTurn()
    case "completed", "cancelled":
      if let id = value["command_uuid"]?.string { pendingPrompts.remove(id) }
    default: break
    }
  }

  // MARK: Session

  mutating func session(_ id: String, _ output: inout Output) {
    guard id != sessionID else { return }
    sessionID = id
    output.control.append(.session(id))
    if let expected = expectedSession, expected != id {
      output.events.append(.notice(.error, "claude was asked for session \(expected) and works in session \(id)."))
    }
    expectedSession = nil
    output.events.append(.sessionStarted(id: id, model: model, tools: tools))
  }

  static func text(_ line: [UInt8]) -> String {
    guard line.count > TextLimit.raw else { return String(decoding: line, as: UTF8.self) }
    return String(decoding: line.prefix(TextLimit.raw), as: UTF8.self) + "\n[cut: \(line.count) bytes in all]"
  }
}

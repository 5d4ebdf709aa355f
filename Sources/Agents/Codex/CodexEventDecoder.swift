import JSON
package import Model

/// The output of `codex app-server`, line by line, to agent events (facts/engines.md, 2.5; recorded streams are its tests). Pure: the same lines give the same
/// events. Keeps the rule that every turn that started ends with exactly one `turnDone`.
package struct CodexEventDecoder: Sendable {
  /// What one line gives.
  package struct Output: Hashable, Sendable {
    /// Events in order.
    package var events: [AgentEvent] = []
    /// What the agent has to act on.
    package var control: [CodexControl] = []
  }

  /// A message, plan or reasoning that is being streamed.
  struct OpenText {
    var id: String
    var thinking: Bool
    var text = ""
    var part: Int?
  }

  /// More running calls or streamed messages than this are not kept track of: no codex has so many.
  static let trackingLimit = 2048

  /// The workspace, to shorten paths.
  let workspace: String
  /// The thread that is ours; what other threads (sub-agents) say is left out.
  var threadID: String?
  var model: String?
  var turnRunning = false
  /// Codex's id of the running turn; nil between the turns of one of ours.
  var turnID: String?
  /// Whether the agent may only plan: then the end of a turn is a plan to be approved.
  var isPlanning = false
  var planText: String?
  /// The last whole message of the turn.
  var lastText: String?
  var open: [OpenText] = []
  /// Running tool calls, by id.
  var calls: [String: CodexItem] = [:]
  /// Calls whose end was told with their turn's.
  var closed: Set<String> = []
  /// Commands whose process may run, also from earlier turns.
  var commands: Set<String> = []
  /// The error that was said last.
  var lastError: JSONValue?
  var usage: CodexUsage
  var limits = CodexLimits()
  /// While the conversation is compacted the figures of its context are in between.
  var isCompacting = false
  var usedBeforeCompaction: Int?
  /// How the turn ends as soon as its commands are gone.
  var held: TurnOutcome?

  /// A decoder for one process. `resumes`: the thread had used tokens before.
  package init(workspace: String = "", resumes: Bool = false) {
    self.workspace = workspace
    usage = CodexUsage(awaitsBaseline: resumes)
  }

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
      output.events = [.notice(.warning, "A line of codex's output cannot be read: \(error)."), .raw(Self.text(line))]
    }
    return output
  }

  private mutating func decode(_ value: JSONValue, _ line: [UInt8], _ output: inout Output) {
    guard value["carrel"] == nil else { return }
    if let method = value["method"]?.string {
      let params = value["params"] ?? [:]
      if let id = value["id"], !id.isNull {
        request(id, method, params, &output)
      } else {
        notification(method, params, line, &output)
      }
    } else if let id = value["id"]?.int, value["result"] != nil || value["error"] != nil {
      response(id, value, &output)
    } else {
      output.events.append(.raw(Self.text(line)))
    }
  }

  // MARK: Turns

  /// A turn of codex began. A turn of ours may be several of codex's.
  package mutating func startTurn(_ id: String?) -> [AgentEvent] {
    if let id { turnID = id }
    guard !turnRunning else { return [] }
    turnRunning = true
    return [.turnStarted, .sessionStarted(id: threadID, model: model, tools: [])]
  }

  /// The running turn ends, if one does: closes what is open.
  package mutating func endTurn(_ outcome: TurnOutcome) -> [AgentEvent] {
    guard turnRunning else { return [] }
    var events = closeTexts()
    for (id, call) in calls.sorted(by: { $0.key < $1.key }) {
      let goesOn = outcome == .completed && call.isCommand
      events.append(
        .toolFinished(id: id, status: goesOn ? .ok : .cancelled, output: goesOn ? "(goes on in the background)" : "", exitCode: nil))
      if closed.count < Self.trackingLimit { closed.insert(id) }
    }
    let isFailure = if case .failed = outcome { true } else { false }
    events.append(.turnDone(outcome, text: isFailure ? nil : lastText))
    calls = [:]
    isCompacting = false
    lastError = nil
    lastText = nil
    planText = nil
    held = nil
    turnID = nil
    turnRunning = false
    return events
  }

  /// The commands of an interrupted turn are gone: now it ends.
  package mutating func releaseTurn() -> [AgentEvent] {
    guard let held else { return [] }
    return endTurn(held)
  }

  /// The process is gone: what it ran is gone with it, and a later one counts its requests from zero.
  package mutating func processEnded() {
    commands = []
    closed = []
  }

  /// The operator or the rules took back or gave the right to change files.
  package mutating func plan(_ only: Bool) { isPlanning = only }

  // MARK: Session

  mutating func thread(_ result: JSONValue, _ output: inout Output) {
    guard let id = result["thread"]?["id"]?.string, let model = result["model"]?.string else { return }
    if threadID != id {
      threadID = id
      output.control.append(.thread(id))
    }
    if self.model != model {
      self.model = model
      output.control.append(.model(model))
    }
  }

  private mutating func response(_ id: Int, _ value: JSONValue, _ output: inout Output) {
    if let error = value["error"] {
      let text = error["message"]?.string ?? error.serialized()
      output.control.append(.failed(id: id, text: text.firstLine(limit: 1000)))
      return
    }
    let result = value["result"] ?? [:]
    thread(result, &output)
    if let turn = result["turn"], turn["status"]?.string == "inProgress" { output.events += startTurn(turn["id"]?.string) }
    output.control.append(.answered(id: id, result: result))
  }

  static func text(_ line: [UInt8]) -> String {
    guard line.count > TextLimit.raw else { return String(decoding: line, as: UTF8.self) }
    return String(decoding: line.prefix(TextLimit.raw), as: UTF8.self) + "\n[cut: \(line.count) bytes in all]"
  }
}

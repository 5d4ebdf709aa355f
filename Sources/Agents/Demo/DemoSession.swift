import JSON
import Platform

/// One run of the demo program: reads messages, plays turns. Lives on one thread.
struct DemoSession {
  /// Why a turn does not go on.
  enum Stop: Error {
    /// Interrupted by a control request.
    case interrupted
    /// The program ends at once with this code.
    case crash(Int32)
    /// The turn fails with this result.
    case failure(JSONValue)
  }

  var memory: DemoMemory
  var allowed: Set<String>
  var mode: String
  let directory: String
  var pace: Int32
  let inbox: DemoInbox
  let speaker: DemoSpeaker
  /// Of the running turn.
  var promptID: String?
  var characters = 0
  var denials: [JSONValue] = []
  var lastFailed = false

  init(memory: DemoMemory, options: DemoOptions, directory: String, pace: Int32, inbox: DemoInbox, speaker: DemoSpeaker) {
    self.memory = memory
    allowed = options.allowed
    mode = options.mode
    self.directory = directory
    self.pace = pace
    self.inbox = inbox
    self.speaker = speaker
  }

  /// Until the input ends. Returns the exit code.
  mutating func run() -> Int32 {
    while let message = inbox.next() {
      switch message["type"]?.string {
      case "user":
        let text = message["message"]?["content"]?.string ?? ""
        promptID = message["uuid"]?.string
        if message["client_composed"]?.bool != true, text.hasPrefix("/compact") {
          compact()
        } else if let code = turn(text) {
          return code
        }
      case "control_request": control(message)
      default: break
      }
    }
    return lastFailed ? 1 : 0
  }

  /// Plays a turn; a code ends the program.
  private mutating func turn(_ prompt: String) -> Int32? {
    characters = 0
    denials = []
    memory.turns += 1
    memory.save()
    start()
    lastFailed = false
    do throws(Stop) {
      result(text: try play(prompt))
    } catch {
      switch error {
      case .interrupted:
        speaker.say(
          stamped(["type": "user", "message": ["role": "user", "content": [["type": "text", "text": "[Request interrupted by user]"]]]]))
        result([
          "subtype": "error_during_execution", "is_error": true, "terminal_reason": "aborted_streaming",
          "errors": ["[ede_diagnostic] interrupted"],
        ])
      case .crash(let code): return code
      case .failure(let fields):
        lastFailed = true
        result(fields)
      }
    }
    return nil
  }

  private mutating func compact() {
    speaker.say(stamped(["type": "system", "subtype": "status", "status": "compacting"]))
    speaker.say(stamped(["type": "system", "subtype": "status", "status": .null, "compact_result": "success"]))
    let figures: JSONValue = ["trigger": "manual", "pre_tokens": 12000, "post_tokens": 1500]
    speaker.say(stamped(["type": "system", "subtype": "compact_boundary", "compact_metadata": figures]))
    characters = 400
    result(["subtype": "success", "is_error": false, "num_turns": 0, "local_command": "compact", "result": ""])
  }

  private func start() {
    let tools: JSONValue = ["Read", "Edit", "Write", "Bash", "TodoWrite", "AskUserQuestion", "ExitPlanMode"]
    speaker.say(
      stamped([
        "type": "system", "subtype": "init", "cwd": .string(directory), "tools": tools, "model": .string(memory.model),
        "permissionMode": .string(mode),
        "mcp_servers": [], "apiKeySource": "none",
      ]))
  }

  // MARK: The end of a turn

  private mutating func result(text: String) {
    result(["subtype": "success", "is_error": false, "terminal_reason": "completed", "stop_reason": "end_turn", "result": .string(text)])
  }

  private mutating func result(_ fields: JSONValue) {
    let output = characters / 4 + 1
    let input = 1500 + memory.turns * 250
    let cost = Double(input) * 3e-6 + Double(output) * 15e-6
    memory.costUSD += cost
    memory.save()
    let use: JSONValue = [
      "inputTokens": .integer(Int64(input)), "outputTokens": .integer(Int64(output)), "cacheReadInputTokens": 0,
      "cacheCreationInputTokens": 0,
      "costUSD": .double(cost), "contextWindow": 200_000,
    ]
    var line = JSONObject()
    line["type"] = "result"
    for (key, value) in fields.object ?? JSONObject() { line[key] = value }
    line["total_cost_usd"] = .double(memory.costUSD)
    line["usage"] = ["input_tokens": .integer(Int64(input)), "output_tokens": .integer(Int64(output))]
    var models = JSONObject()
    models[memory.model] = use
    line["model_usage_since_last_result"] = .object(models)
    line["permission_denials"] = .array(denials)
    if let promptID { line["user_message_uuids"] = [.string(promptID)] }
    speaker.say(stamped(.object(line)))
  }

  func stamped(_ value: JSONValue) -> JSONValue {
    guard var object = value.object else { return value }
    object["session_id"] = .string(memory.session)
    object["uuid"] = .string(RandomID.uuid())
    return .object(object)
  }

  // MARK: Control

  /// Answers a control request; true for an interrupt.
  @discardableResult
  mutating func control(_ message: JSONValue) -> Bool {
    guard let id = message["request_id"], let request = message["request"] else { return false }
    func answer(_ payload: JSONValue) {
      speaker.say(["type": "control_response", "response": ["subtype": "success", "request_id": id, "response": payload]])
    }
    switch request["subtype"]?.string {
    case "interrupt":
      answer(["still_queued": []])
      return true
    case "set_model":
      if let model = request["model"]?.string { memory.model = model }
      answer([:])
    case "set_permission_mode":
      mode = request["mode"]?.string ?? mode
      answer([:])
    case "get_plan": answer(["exists": false])
    case "initialize": answer(["commands": [], "models": []])
    default:
      speaker.say([
        "type": "control_response", "response": ["subtype": "error", "request_id": id, "error": "Unsupported control request subtype"],
      ])
    }
    return false
  }

  /// Waits so long and answers control requests.
  mutating func pause(milliseconds: Int32) throws(Stop) {
    let requests = inbox.take(milliseconds: milliseconds) { $0["type"]?.string == "control_request" }
    var interrupted = false
    for request in requests where control(request) { interrupted = true }
    if interrupted { throw .interrupted }
  }
}

import JSON
import Model

/// Decodes recordings of agents that speak the Agent Client Protocol: their output alone, a protocol log (`{"carrel":"sent","line":…}`), or a capture of both
/// directions (`{"dir":"in"|"out","msg":…}`).
struct ACPReplay: ReplayDecoder {
  private var decoder: ACPEventDecoder
  /// Methods of our requests that are open.
  private var sent: [Int: String] = [:]
  /// Permissions that are open, by the agent's id.
  private var asked: [JSONValue: ACPPermission] = [:]
  private var sessionID: String?

  init(engine: String) {
    decoder = ACPEventDecoder(engine: engine)
    // Without the other direction nothing says when a prompt was handed over.
    decoder.beginsTurns = true
  }

  mutating func decode(line: [UInt8]) -> [AgentEvent] {
    guard line.contains(where: { ![0x20, 0x09, 0x0d].contains($0) }) else { return [] }
    guard let value = try? JSONValue.parse(line), value.object != nil else { return [.raw(ACPAgent.text(line))] }
    if let word = value["carrel"]?.string { return word == "sent" ? wrote(value["line"] ?? [:]) : [] }
    switch value["dir"]?.string {
    case "in": return wrote(value["msg"] ?? [:])
    case "out": return value["msg"].map { said($0, Array($0.serialized().utf8)) } ?? [.raw(ACPAgent.text(line))]
    default: return said(value, line)
    }
  }

  mutating func finish(_ failure: TaskFailure) -> [AgentEvent] { decoder.ended(.failed(failure)) }

  /// What we said.
  private mutating func wrote(_ value: JSONValue) -> [AgentEvent] {
    switch ACPMessage(value) {
    case .request(let id, let method, let params):
      decoder.beginsTurns = false
      if let id = id.int { sent[id] = method }
      if method == "session/load" || method == "session/resume" { decoder.isReplaying = true }
      if let asked = params["sessionId"]?.string, method == "session/load" || method == "session/resume" { sessionID = asked }
      let text = params["prompt"]?[0]?["text"]?.string
      return method == "session/prompt" ? decoder.startTurn(compacting: text == "/compact" || text == "/compress") : []
    case .notification("session/cancel", _):
      if decoder.turnRunning { decoder.isCancelled = true }
      return []
    case .result, .failure, .notification, .unknown: return answered(value)
    }
  }

  /// How a permission was answered.
  private mutating func answered(_ value: JSONValue) -> [AgentEvent] {
    guard let id = value["id"], let permission = asked.removeValue(forKey: id) else { return [] }
    let outcome = value["result"]?["outcome"]
    guard let chosen = outcome?["optionId"]?.string else { return [.askWithdrawn(id: permission.id)] }
    if permission.options.first(where: { $0.id == chosen })?.kind.hasPrefix("reject") ?? false { decoder.refused(permission) }
    return []
  }

  private mutating func said(_ value: JSONValue, _ line: [UInt8]) -> [AgentEvent] {
    switch ACPMessage(value) {
    case .notification(let method, let params): return decoder.notification(method, params, line: ACPAgent.text(line))
    case .request(let id, let method, let params): return wants(id, method, params)
    case .result(let id, let result): return gave(result, for: sent.removeValue(forKey: id))
    case .failure(let id, let error):
      let method = id.flatMap { sent.removeValue(forKey: $0) }
      if method == "session/load" || method == "session/resume" { decoder.isReplaying = false }
      let isPrompt = method == "session/prompt" || (method == nil && decoder.beginsTurns && decoder.turnRunning)
      return isPrompt ? decoder.failed(error) : [.notice(.warning, "\(method ?? "A request") failed: \(error.text)")]
    case .unknown: return [.raw(ACPAgent.text(line))]
    }
  }

  private mutating func wants(_ id: JSONValue, _ method: String, _ params: JSONValue) -> [AgentEvent] {
    switch method {
    case "session/request_permission":
      let (permission, events) = decoder.permission(params, rpc: id)
      asked[id] = permission
      return events + [.asked(permission.request(workspace: "", servers: []))]
    case "elicitation/create":
      guard let form = ACPElicitation(id: decoder.nextID("request"), rpc: id, params) else { return [] }
      return decoder.startOthers() + [.asked(form.request)]
    case "fs/write_text_file":
      return decoder.startOthers() + [.fileChanged(path: (params["path"]?.string ?? "").prefix(bytes: 4096), change: .update)]
    case "terminal/create": return decoder.startOthers()
    default: return []
    }
  }

  private mutating func gave(_ result: JSONValue, for method: String?) -> [AgentEvent] {
    if method == "session/prompt" || (method == nil && result["stopReason"] != nil) { return decoder.answered(result) }
    let isSession = method.map { ["session/new", "session/load", "session/resume"].contains($0) } ?? (result["sessionId"] != nil)
    if method == nil || method?.hasPrefix("session/") == true { decoder.session.read(result) }
    guard isSession else { return [] }
    decoder.isReplaying = false
    sessionID = result["sessionId"]?.string ?? sessionID
    return [.sessionStarted(id: sessionID, model: decoder.session.models?.current, tools: [])]
  }
}

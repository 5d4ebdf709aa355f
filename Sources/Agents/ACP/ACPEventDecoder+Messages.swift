import JSON
import Model

/// Text, thinking, and what a session tells of itself.
extension ACPEventDecoder {
  mutating func chunk(_ update: JSONValue, isThinking: Bool, _ line: String) -> [AgentEvent] {
    let text = Self.text(update["content"])
    guard !text.isEmpty else { return [] }
    defer { hasSpoken = true }
    // Some agents show the whole prompt that their model gets as the first thing they say.
    if !hasSpoken, text.utf8.count > 2048, text.prefix(64).lowercased().contains("system prompt") { return [.raw(line)] }
    var events = startOthers()
    let theirs = update["messageId"]?.string
    if let message = open, message.isThinking != isThinking || message.theirs != theirs || message.text.utf8.count > Self.messageLimit {
      events += closeMessage()
    }
    var message = open ?? OpenMessage(id: nextID("message"), theirs: theirs, isThinking: isThinking, text: "")
    message.text += text
    open = message
    events.append(isThinking ? .thinkingDelta(messageID: message.id, text: text) : .textDelta(messageID: message.id, text: text))
    return events
  }

  mutating func closeMessage() -> [AgentEvent] {
    guard let message = open else { return [] }
    open = nil
    if message.isThinking { return [.thinkingDone(messageID: message.id, text: message.text)] }
    lastText = message.text
    return [.textDone(messageID: message.id, text: message.text)]
  }

  /// `_session/retrying` of vibe and its like: the request to the model failed and is made again, and what was streamed of the answer is void.
  mutating func retrying(_ params: JSONValue) -> [AgentEvent] {
    var events: [AgentEvent] = []
    if let message = open {
      open = nil
      events.append(.messageDiscarded(messageID: message.id))
    }
    let category = params["category"]?.string ?? params["reason"]?.string ?? params["detail"]?.string ?? ""
    events.append(
      .retrying(
        attempt: params["attempt"]?.int, of: (params["maxAttempts"] ?? params["max_attempts"])?.int,
        delaySeconds: (params["delaySeconds"] ?? params["delay"])?.double, cause: ACPFailure.cause(category)))
    return events
  }

  /// A notification other than `session/update`: extensions begin with "_" and may be ignored.
  mutating func notification(_ method: String, _ params: JSONValue, line: String) -> [AgentEvent] {
    if method == "session/update" { return update(params, line: line) }
    if method.hasPrefix("_"), method.hasSuffix("retrying") { return turnRunning ? retrying(params) : [] }
    if method == "_session/compacted" { return [.compacted(before: params["before"]?.int, after: params["after"]?.int)] }
    return method.hasPrefix("_") || method.hasPrefix("$/") || method == "elicitation/complete" ? [] : [.raw(line)]
  }

  /// What an update says about the session: modes, options, commands, title, context.
  mutating func setting(_ kind: String, _ update: JSONValue, _ line: String) -> [AgentEvent] {
    switch kind {
    case "available_commands_update":
      session.read(commands: update["availableCommands"]?.array ?? [])
      return []
    case "current_mode_update":
      guard let mode = (update["currentModeId"] ?? update["modeId"])?.string, mode != session.modes?.current else { return [] }
      session.modeChanged(mode)
      return [.modeChanged(mode.firstLine(limit: 100))]
    case "config_option_update":
      let (mode, model) = (session.modes?.current, session.models?.current)
      session.read(options: update["configOptions"]?.array ?? [])
      var events: [AgentEvent] = []
      if let now = session.modes?.current, now != mode, mode != nil { events.append(.modeChanged(now.firstLine(limit: 100))) }
      if let now = session.models?.current, now != model, model != nil { events.append(.modelChanged(now.firstLine(limit: 200))) }
      return events
    case "session_info_update":
      guard let title = update["title"]?.string, !title.isEmpty, title != lastTitle else { return [] }
      lastTitle = title
      return [.notice(.info, "The agent calls this session “\(title.firstLine(limit: 120))”.")]
    case "usage_update": return context(update)
    default: return [.raw(line)]
    }
  }

  private mutating func context(_ update: JSONValue) -> [AgentEvent] {
    var events: [AgentEvent] = []
    if let amount = update["cost"]?["amount"]?.double, (update["cost"]?["currency"]?.string ?? "USD") == "USD",
      let more = usage.cost(amount)
    {
      events.append(.usage(tokens: nil, costUSD: more))
    }
    if let used = update["used"]?.int, let size = update["size"]?.int, used > 0, size > 0, lastContext != [used, size] {
      lastContext = [used, size]
      events.append(.context(used: used, size: size))
    }
    return events
  }

  mutating func nextID(_ what: String) -> String {
    number += 1
    return "\(prefix)-\(what)-\(number)"
  }

  private static func text(_ content: JSONValue?) -> String {
    switch content?["type"]?.string {
    case "text", nil: content?["text"]?.string ?? ""
    case "resource_link": content?["uri"]?.string ?? ""
    case "resource": content?["resource"]?["text"]?.string ?? ""
    case .some(let other): "[\(other.prefix(bytes: 40))]"
    }
  }
}

import JSON
import Model

extension OpenCodeEventDecoder {
  /// `message.updated`: who wrote a message, with which model, and whether it failed.
  mutating func message(_ info: JSONValue, _ output: inout Output) {
    guard let id = info["id"]?.string, belongs(info["sessionID"]?.string) else { return }
    let isNew = roles[id] == nil
    let role: Role = info["role"]?.string == "assistant" ? .assistant : .user
    if roles.count >= Self.idLimit { roles = [:] }
    roles[id] = role
    if isOurs(info["sessionID"]?.string) { own(info, role, isNew, &output) }
    for part in held.removeValue(forKey: id) ?? [] { self.part(part, delta: nil, &output) }
  }

  private mutating func own(_ info: JSONValue, _ role: Role, _ isNew: Bool, _ output: inout Output) {
    guard role == .assistant else {
      if isNew { began(&output) }
      return
    }
    if isNew {
      // Without a prompt of ours: somebody else works in this session.
      if !turnRunning, !isPending { promptSending() }
      began(&output)
      isBusy = true
      hasAnswer = true
    }
    if let error = info["error"], error.object != nil, turnRunning { lastError = error }
    guard info["summary"]?.bool != true, let provider = info["providerID"]?.string, let name = info["modelID"]?.string else { return }
    let text = "\(provider)/\(name)".firstLine(limit: TextLimit.title)
    guard text != model else { return }
    output.events.append(model == nil ? .sessionStarted(id: session, model: text, tools: []) : .modelChanged(text))
    model = text
  }

  /// A part of a message as it is now.
  mutating func part(_ part: JSONValue, delta: String?, _ output: inout Output) {
    guard let id = part["id"]?.string, let message = part["messageID"]?.string, let session = part["sessionID"]?.string,
      belongs(session), !finished.contains(id)
    else { return }
    guard let role = roles[message] else {
      if held.count < 64 || held[message] != nil, held[message, default: []].count < 64 { held[message, default: []].append(part) }
      return
    }
    guard role == .assistant else { return }
    began(&output)
    switch part["type"]?.string {
    case "text", "reasoning":
      // Texts of sub-agents are left out: their result is the output of their call.
      if session == self.session { text(part, id: id, message: message, delta: delta, &output) }
    case "tool": tool(part, id: id, message: message, session: session, &output)
    case "step-finish": step(part, id: id, session: session, &output)
    default: break
    }
  }

  // MARK: Texts

  private mutating func text(_ part: JSONValue, id: String, message: String, delta: String?, _ output: inout Output) {
    guard part["synthetic"]?.bool != true, part["ignored"]?.bool != true else { return }
    let whole = part["text"]?.string ?? ""
    var open =
      texts[id] ?? OpenText(message: message, thinking: part["type"]?.string == "reasoning", text: "", number: nextNumber())
    let (had, has) = (open.text.utf8.count, whole.utf8.count)
    if let delta, had + delta.utf8.count == has, has <= Self.textLimit {
      output.events.append(piece(open, id, delta))
      open.text = whole
      open.isStale = false
    } else if has > had, whole.utf8.starts(with: open.text.utf8) {
      if let rest = String(whole.utf8.dropFirst(had)) { output.events.append(piece(open, id, rest)) }
      open.text = whole
      open.isStale = false
    } else if has > 0, !open.text.utf8.starts(with: whole.utf8) {
      // Not what was streamed: written anew.
      if had > 0 { output.events.append(.messageDiscarded(messageID: id)) }
      output.events.append(piece(open, id, whole))
      open.text = whole
      open.isStale = false
    } else if has > 0, has < had, part["time"]?["end"] != nil {
      // Shortened at its end (white space is cut off).
      open.text = whole
    }
    if part["time"]?["end"]?.double != nil {
      output.events += close(open, id)
      texts[id] = nil
      remember(id)
    } else {
      texts[id] = open
    }
  }

  /// `message.part.delta`: more of a text.
  mutating func delta(_ properties: JSONValue, _ output: inout Output) {
    guard let id = properties["partID"]?.string, properties["field"]?.string == "text", let delta = properties["delta"]?.string,
      !delta.isEmpty, var open = texts[id], !open.isStale, open.text.utf8.count + delta.utf8.count <= Self.textLimit
    else { return }
    open.text += delta
    texts[id] = open
    output.events.append(piece(open, id, delta))
  }

  /// The whole of a text.
  mutating func close(_ text: OpenText, _ id: String) -> [AgentEvent] {
    guard !text.text.isEmpty else { return [] }
    if text.thinking { return [.thinkingDone(messageID: id, text: text.text)] }
    lastText = text.text
    return [.textDone(messageID: id, text: text.text)]
  }

  /// What was streamed of these texts is void.
  mutating func discard(_ isVoid: (OpenText) -> Bool) -> [AgentEvent] {
    let ids = texts.filter { isVoid($0.value) }
    for id in ids.keys { texts[id] = nil }
    return ids.filter { !$0.value.text.isEmpty }.sorted { $0.value.number < $1.value.number }.map { .messageDiscarded(messageID: $0.key) }
  }

  private func piece(_ text: OpenText, _ id: String, _ piece: String) -> AgentEvent {
    text.thinking ? .thinkingDelta(messageID: id, text: piece) : .textDelta(messageID: id, text: piece)
  }

  private mutating func nextNumber() -> Int {
    textCount += 1
    return textCount
  }

  // MARK: Use

  /// `step-finish`: the cost and the tokens of one request to the model, sub-agents' too. Each counts once.
  private mutating func step(_ part: JSONValue, id: String, session: String, _ output: inout Output) {
    remember(id)
    // The model went on after an error: it is overcome.
    if session == self.session { lastError = nil }
    lastRetry = nil
    let tokens = part["tokens"]
    func count(_ value: JSONValue?) -> Int { max(0, value?.int ?? 0) }
    var used = TokenCount(
      input: count(tokens?["input"]), output: count(tokens?["output"]), cacheRead: count(tokens?["cache"]?["read"]),
      cacheWrite: count(tokens?["cache"]?["write"]))
    // Thinking is counted beside the output, unless the total says that it is in it.
    let thinking = TokenCount(output: count(tokens?["reasoning"]))
    if tokens?["total"]?.int != used.total { used = used + thinking }
    let cost = part["cost"]?.double.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    if used.total > 0 || cost != nil { output.events.append(.usage(tokens: used, costUSD: cost)) }
    guard session == self.session, let model, let size = contextSizes[model], used.total > 0 else { return }
    output.events.append(.context(used: used.total, size: size))
  }
}

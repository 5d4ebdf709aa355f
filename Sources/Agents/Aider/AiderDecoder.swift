import Model

/// Lines of one run of aider to events (facts/engines.md, 3; recorded runs are its tests). aider prints plain text for people: what is not one of its known lines is the
/// model's. Pure.
struct AiderDecoder: Sendable {
  /// Where in its run aider is.
  enum Phase: Hashable, Sendable {
    /// Before its version line.
    case starting
    /// Between its version line and the blank line that ends its announcements.
    case announcing
    /// In a reply, or waiting for it.
    case replying
    /// After the line that ends a reply: edits, linters, the next reply.
    case after
  }

  /// How much of one message is kept.
  static let textLimit = 1 << 20

  var phase = Phase.starting
  /// Messages so far; the id of the current one is made of it.
  var messages = 0
  /// Begins the ids, so that they are unique in the task's session.
  let prefix: String
  var text = ""
  var thinking: String?
  /// The line of dashes that may begin or end the thinking.
  var rule: String?
  /// A line that is a path alone: aider's question about a file, which it answers itself, or the beginning of a reply.
  var heldPath: String?
  var previousIsBlank = false
  /// The beginning of a line of figures that was wrapped.
  var wrappedUsage: String?

  var model: String?
  /// Files in the chat, the last added last.
  var files: [String] = []
  var edits = 0
  var replies = 0
  var lastText: String?
  var isInterrupted = false
  /// An exception that was printed, until aider goes on in spite of it.
  var error: (name: String, text: String)?
  /// What else stands in the way, until the next reply.
  var obstacle: TaskFailure?
  /// The last lines before any reply, for a run that ends without one.
  var lastLines: [String] = []

  init(prefix: String) { self.prefix = prefix }

  var messageID: String { "\(prefix)-\(messages)" }

  /// The events of one line.
  mutating func decode(_ bytes: [UInt8]) -> [AgentEvent] {
    var line = String(decoding: bytes, as: UTF8.self)
    while line.last == "\r" || line.last == "\r\n" { line.removeLast() }
    if replies == 0, !line.allSatisfy(\.isWhitespace) { lastLines = Array((lastLines + [line.capped(at: 300)]).suffix(4)) }
    defer { previousIsBlank = line.allSatisfy(\.isWhitespace) }
    switch phase {
    case .starting, .announcing: return announcement(line)
    case .replying, .after: return reply(line)
    }
  }

  /// The run is over: what is open is closed.
  mutating func close() -> [AgentEvent] {
    var events: [AgentEvent] = []
    if let path = heldPath { subject(path) }
    heldPath = nil
    if let line = rule { events += append(line) }
    rule = nil
    return events + closeMessage()
  }

  /// How the run ended, by its lines. `isClean` says whether the program ended by itself with exit code 0; `exit` how else.
  func outcome(_ cut: TurnCut) -> TurnOutcome {
    if cut.isInterrupted || isInterrupted { return .interrupted }
    if let error { return .failed(AiderFailure.failure(AiderFailure.kind(error.name, error.text), error.text)) }
    if let obstacle { return .failed(obstacle) }
    if cut.exit.signal != nil { return .failed(cut.failure("aider")) }
    if replies == 0 {
      let said = lastLines.isEmpty ? cut.lastWords : " It said: \(lastLines.joined(separator: " / "))"
      let noKey = lastLines.contains { $0.contains("no API keys were provided") }
      return .failed(TaskFailure(noKey ? .auth : .engine, "aider ended without an answer (\(cut.exit.text)).\(said)"))
    }
    if let code = cut.exit.code, code != 0 { return .failed(cut.failure("aider")) }
    return .completed
  }

  // MARK: Messages

  /// More text of the current message, or of its thinking.
  mutating func append(_ line: String) -> [AgentEvent] {
    if phase == .after { phase = .replying }
    if let known = thinking {
      if known.isEmpty, line.isEmpty { return [] }
      guard known.utf8.count + line.utf8.count < Self.textLimit else { return [] }
      thinking = known + line + "\n"
      return [.thinkingDelta(messageID: messageID + "t", text: line + "\n")]
    }
    if text.isEmpty, line.allSatisfy(\.isWhitespace) { return [] }
    guard text.utf8.count + line.utf8.count < Self.textLimit else { return [] }
    text += line + "\n"
    return [.textDelta(messageID: messageID, text: line + "\n")]
  }

  mutating func closeThinking() -> [AgentEvent] {
    guard let known = thinking else { return [] }
    thinking = nil
    let whole = known.trimmed
    return whole.isEmpty ? [] : [.thinkingDone(messageID: messageID + "t", text: whole)]
  }

  mutating func closeMessage() -> [AgentEvent] {
    var events = closeThinking()
    let whole = text.trimmed
    if !text.isEmpty { events.append(.textDone(messageID: messageID, text: whole)) }
    if !whole.isEmpty { lastText = whole }
    text = ""
    messages += 1
    return events
  }

  /// What was streamed of the current message is void.
  mutating func discardMessage() -> [AgentEvent] {
    var events: [AgentEvent] = []
    if thinking != nil { events.append(.messageDiscarded(messageID: messageID + "t")) }
    if !text.isEmpty { events.append(.messageDiscarded(messageID: messageID)) }
    thinking = nil
    text = ""
    messages += 1
    return events
  }

  /// A file that aider has taken into the chat.
  mutating func subject(_ path: String) {
    files.removeAll { $0 == path }
    files.append(path)
    if files.count > 200 { files.removeFirst() }
  }
}

extension String {
  /// Without white space around it.
  fileprivate var trimmed: String {
    var rest = self[...]
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}

import JSON
import Model

extension AiderDecoder {
  /// A line before the first reply: who aider is, what it works with, what it warns of.
  mutating func announcement(_ line: String) -> [AgentEvent] {
    if line.allSatisfy(\.isWhitespace) {
      if phase == .announcing { phase = .replying }
      return []
    }
    if line.hasPrefix("Aider v") {
      phase = .announcing
      return []
    }
    if let name = Self.rest(line, after: ["Main model: ", "Model: "]) {
      let known = name.split(separator: " ").first.map(String.init) ?? name
      guard known != model else { return [] }
      model = known
      return [.modelChanged(known)]
    }
    if let path = Self.added(line) {
      subject(path)
      return []
    }
    for quiet in ["Weak model: ", "Editor model: ", "Git repo: ", "Repo-map: ", "Analytics have been", "Restored previous"]
    where line.hasPrefix(quiet) { return [] }
    // Without the net it cannot download prices; it has its own.
    if line.hasPrefix("HTTPSConnectionPool(") { return [] }
    if let found = AiderFailure.error(in: line) {
      error = (found.name, found.text)
      return []
    }
    return [.notice(line.lowercased().contains("warning") ? .warning : .info, line.capped(at: 2048))]
  }

  /// A line of a reply, or between replies.
  mutating func reply(_ line: String) -> [AgentEvent] {
    if let start = wrappedUsage {
      wrappedUsage = nil
      return usage(start + line) ?? append(start) + reply(line)
    }
    var events: [AgentEvent] = []
    if let path = heldPath {
      heldPath = nil
      if line.hasPrefix("```") { events += append(path) } else { subject(path) }
    }
    if let dashes = rule {
      rule = nil
      if line.contains("**THINKING**") {
        thinking = ""
        return events
      }
      if line.contains("**ANSWER**") { return events + closeThinking() }
      events += append(dashes)
    }
    // None of its own lines is as long.
    if line.utf8.count < 16 << 10, let known = known(line) { return events + known }
    if let failed = error, !line.isEmpty {
      error = (failed.name, "\(failed.text) \(line)".prefix(bytes: 4096))
      return events
    }
    // Figures about the limit, links for people.
    if obstacle?.kind == .contextFull { return events }
    if Self.isRule(line) {
      rule = line
      return events
    }
    if text.isEmpty, thinking == nil, previousIsBlank, Self.isPath(line) {
      heldPath = line
      return events
    }
    return events + append(line)
  }

  /// The events of one of aider's own lines; nil when it is none.
  private mutating func known(_ line: String) -> [AgentEvent]? {
    if line.hasPrefix("Tokens: ") {
      if let events = usage(line) { return events }
      // Wrapped at 80 columns.
      if line.utf8.count > 60 {
        wrappedUsage = line
        return []
      }
      return nil
    }
    if let found = AiderFailure.error(in: line) {
      let events = found.before.isEmpty ? [] : append(found.before)
      error = (found.name, found.text)
      return events
    }
    if line.hasPrefix("Retrying in "), line.hasSuffix(" seconds..."), let failed = error {
      error = nil
      let delay = Double(line.dropFirst(12).prefix { $0.isNumber || $0 == "." })
      return discardMessage()
        + [.retrying(attempt: nil, of: nil, delaySeconds: delay, cause: AiderFailure.kind(failed.name, failed.text))]
    }
    if let path = Self.edited(line) { return edit(path) }
    if let path = Self.added(line) {
      subject(path)
      return []
    }
    if line.hasPrefix("^C again to exit") || line.hasPrefix("^C KeyboardInterrupt") {
      isInterrupted = true
      return []
    }
    return remark(line)
  }

  /// Lines that say how it stands.
  private mutating func remark(_ line: String) -> [AgentEvent]? {
    if line.hasPrefix("Model "), line.hasSuffix(" has hit a token limit!") {
      obstacle = AiderFailure.failure(.contextFull, line)
      return []
    }
    if line.hasPrefix("The LLM did not conform to the edit format") {
      obstacle = TaskFailure(
        .unknown, "aider could not apply the model's edit: it does not fit the files; say what to change again, or use a stronger model.")
      return [.notice(.warning, line)]
    }
    if line.hasPrefix("Empty response received from LLM") {
      obstacle = AiderFailure.failure(.server, "the model's answer was empty")
      return []
    }
    if line.hasPrefix("Exception while updating files:") {
      obstacle = AiderFailure.failure(.engine, "it could not write the model's edit")
      return [.notice(.error, line)]
    }
    let warnings = [
      "Only 3 reflections allowed", "Skipping edits to ", "Skipping ", "Dropping ", "Your estimated chat context",
      "Unable to use tags cache", "Unable to ", "Warning: it's best to only add files",
    ]
    if phase == .after || text.isEmpty, warnings.contains(where: line.hasPrefix) { return [.notice(.warning, line.capped(at: 2048))] }
    if line.hasPrefix("https://aider.chat/docs/") { return [] }
    if phase == .after, line.hasPrefix("Commit ") || line.hasPrefix("Committing ") { return [.notice(.info, line.capped(at: 2048))] }
    return nil
  }

  /// The end of a reply.
  private mutating func usage(_ line: String) -> [AgentEvent]? {
    guard let use = AiderUsage(line) else { return nil }
    var events: [AgentEvent] = []
    if let error, use.tokens.output > 0 {
      // The model spoke of an error; it was none.
      events += append("litellm.\(error.text)")
      self.error = nil
    }
    obstacle = nil
    replies += 1
    events += closeMessage()
    phase = .after
    if use.tokens.total > 0 || use.costUSD != nil { events.append(.usage(tokens: use.tokens, costUSD: use.costUSD)) }
    return events
  }

  /// An edit of the model that was applied, shown as the tool call that it amounts to.
  private mutating func edit(_ path: String) -> [AgentEvent] {
    var events = phase == .replying && !text.isEmpty ? closeMessage() : []
    phase = .after
    subject(path)
    obstacle = nil
    edits += 1
    let id = "\(prefix)-edit-\(edits)"
    let call = ToolCall(
      id: id, kind: .edit, name: "Edit", title: path.prefix(bytes: TextLimit.title), input: Self.input(path))
    events += [.toolStarted(call), .fileChanged(path: path, change: .update)]
    return events + [.toolFinished(id: id, status: .ok, output: "Applied edit to \(path)", exitCode: nil)]
  }

  // MARK: Words

  private static func rest(_ line: String, after prefixes: [String]) -> String? {
    prefixes.first(where: line.hasPrefix).map { String(line.dropFirst($0.count)) }
  }

  /// `Added F to the chat.`
  private static func added(_ line: String) -> String? {
    guard line.hasPrefix("Added "), line.hasSuffix(" to the chat.") else { return nil }
    let path = String(line.dropFirst(6).dropLast(13))
    return path.contains(" lines of output") || path.isEmpty ? nil : path
  }

  /// `Applied edit to F`; also behind a question that aider has answered itself.
  private static func edited(_ line: String) -> String? {
    if line.hasPrefix("Applied edit to ") { return String(line.dropFirst(16)) }
    if line.hasPrefix("Create new file? "), let range = line.firstRange(of: "]: Applied edit to ") {
      return String(line[range.upperBound...])
    }
    return nil
  }

  private static func isRule(_ line: String) -> Bool { line.utf8.count >= 10 && line.utf8.allSatisfy { $0 == UInt8(ascii: "-") } }

  private static func isPath(_ line: String) -> Bool {
    guard (1...300).contains(line.utf8.count), line.contains(".") || line.contains("/") else { return false }
    return line.unicodeScalars.allSatisfy { $0.value > 0x20 && !"`#*<>\"'()[]{}!?:;,|".unicodeScalars.contains($0) }
      && !line.hasPrefix("-") && !line.hasSuffix(".")
  }

  private static func input(_ path: String) -> String {
    let value: JSONValue = ["path": .string(path)]
    return value.serialized()
  }
}

import JSON
import Model

/// `opencode run --format json`: one program per turn (facts/engines.md, 5.1). The fallback for where no server can be run: it streams no text and can ask nothing.
struct OpenCodeRunDriver: TurnDriver {
  let capabilities: AgentCapabilities = [.severalTurns, .resume, .interrupt, .tokens, .cost]
  private let program: AgentProgram
  private let setup: AgentSetup
  private let configured: OpenCodeModel?
  private var decoder: OpenCodeEventDecoder
  private var expected: String?
  private var isPlanning: Bool
  private var wrongSession: String?

  /// A driver.
  /// - Throws: `TaskFailure` when the model's provider cannot be told, or the mode needs somebody to ask.
  init(_ program: AgentProgram, _ setup: AgentSetup) throws(TaskFailure) {
    guard setup.mode != .ask else {
      throw TaskFailure(
        .badRequest,
        "Starting opencode: `opencode run` cannot ask for permission; use protocol = \"serve\" under [engine.opencode], or mode auto.")
    }
    self.program = program
    self.setup = setup
    configured = try OpenCodeModel.of(setup.model, setup)
    isPlanning = setup.mode == .plan
    decoder = OpenCodeEventDecoder(workspace: setup.workspace, servers: setup.mcpServers.map(\.name))
    if case .resume(let id) = setup.session { expected = id }
  }

  var sessionID: String? { decoder.session ?? expected }
  var model: String? { configured?.text }

  func opening() -> [AgentEvent] { expected == nil ? [] : [.sessionStarted(id: expected, model: model, tools: [])] }

  mutating func begin(_ prompt: String) throws(TaskFailure) -> TurnRun {
    decoder.promptSending()
    _ = decoder.promptSent()
    return TurnRun(
      command: OpenCodeCommandLine.run(program, setup, session: sessionID, model: configured, agent: isPlanning ? "plan" : "build"),
      input: Array(prompt.utf8),
      files: [OpenCodeConfiguration.path(home: setup.home): OpenCodeConfiguration.bytes(setup, model: configured, canAsk: false)])
  }

  mutating func planApproved() { isPlanning = false }

  mutating func decode(_ line: [UInt8]) -> [AgentEvent] {
    var output = OpenCodeEventDecoder.Output()
    guard let first = line.first(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0d }) else { return [] }
    let text = String(decoding: line.prefix(TextLimit.raw), as: UTF8.self)
    guard first == UInt8(ascii: "{") else { return [.raw(text)] }
    guard let value = try? JSONValue.parse(line) else {
      return [.notice(.warning, "A line of opencode's output cannot be read."), .raw(text)]
    }
    session(value, &output)
    decoder.run(value, text, &output)
    return output.events
  }

  mutating func ended(_ cut: TurnCut) -> TurnEnd {
    let events = decoder.closeParts()
    let text = decoder.lastText
    if cut.isInterrupted { return TurnEnd(events: events, outcome: .interrupted, text: text) }
    if let wrongSession { return TurnEnd(events: events, outcome: .failed(TaskFailure(.engine, wrongSession))) }
    // The exit code is 0 after some errors, and not 0 after some successes.
    if decoder.lastError != nil { return TurnEnd(events: events, outcome: decoder.outcome()) }
    guard decoder.hasAnswer, cut.exit.signal == nil else { return TurnEnd(events: events, outcome: .failed(cut.failure("opencode"))) }
    if isPlanning { return TurnEnd(events: events, outcome: .completed, text: text, plan: (text ?? "").capped(at: TextLimit.detail)) }
    return TurnEnd(events: events, outcome: .completed, text: text)
  }

  /// Compares the session that answers with the one that was asked.
  private mutating func session(_ value: JSONValue, _ output: inout OpenCodeEventDecoder.Output) {
    guard let id = value["sessionID"]?.string, decoder.session == nil else { return }
    decoder.session = id
    if let expected, expected != id {
      wrongSession = "opencode was asked for session \(expected) and works in session \(id); retry with --fresh."
    }
    output.events.append(.sessionStarted(id: id, model: model, tools: []))
  }
}

extension OpenCodeEventDecoder {
  /// A line of `opencode run --format json`.
  mutating func run(_ value: JSONValue, _ line: String, _ output: inout Output) {
    switch value["type"]?.string {
    case "text", "reasoning", "tool_use", "step_start", "step_finish":
      guard let part = value["part"], let message = part["messageID"]?.string else { return }
      if roles.count >= Self.idLimit { roles = [:] }
      roles[message] = .assistant
      if value["type"]?.string != "step_start" { hasAnswer = true }
      self.part(part, delta: nil, &output)
    case "error":
      if let error = value["error"], error.object != nil { lastError = error }
    case "done": break
    default: output.events.append(.raw(line))
    }
  }
}

import JSON
import Model
import Platform

/// gemini, headless: one program per turn (facts/engines.md, 6).
struct GeminiDriver: TurnDriver {
  /// A prompt up to here is an argument; a longer one is standard input, which gemini puts before its prompt.
  static let argumentLimit = 100 << 10

  let capabilities: AgentCapabilities
  private(set) var sessionID: String?
  private(set) var model: String?
  private let program: AgentProgram
  private let setup: AgentSetup
  /// Whether gemini has the conversation.
  private var isKnown: Bool
  private var isPlanning: Bool
  private var runs = 0
  private let id = RandomID.uuid().prefix(8)
  private var decoder = GeminiEventDecoder(prefix: "gemini-0")

  init(program: AgentProgram, setup: AgentSetup, capabilities: AgentCapabilities) {
    self.program = program
    self.setup = setup
    self.capabilities = capabilities
    isPlanning = setup.mode == .plan
    model = setup.model
    switch setup.session {
    case .new(let id):
      sessionID = id
      isKnown = false
    case .resume(let id):
      sessionID = id
      isKnown = true
    }
  }

  func opening() -> [AgentEvent] {
    guard setup.mode == .ask else { return [] }
    return [.notice(.warning, "gemini cannot ask in its headless form: in mode ask it works as in mode auto; protocol = \"acp\" asks.")]
  }

  mutating func planApproved() { isPlanning = false }

  mutating func begin(_ prompt: String) throws(TaskFailure) -> TurnRun {
    guard let session = sessionID, !session.isEmpty else { throw TaskFailure(.engine, "Starting gemini: its session has no id.") }
    runs += 1
    // One that was cut early may be kept, or not.
    if !isKnown { isKnown = GeminiCommandLine.keeps(session, home: setup.home) }
    decoder = GeminiEventDecoder(
      prefix: "gemini-\(id)-\(runs)", workspace: setup.workspace, expectedSession: session, servers: setup.mcpServers.map(\.name))
    let isLong = prompt.utf8.count > Self.argumentLimit
    let command = GeminiCommandLine.command(
      program, setup, prompt: isLong ? "Do what stands above." : prompt, session: session, resumes: isKnown, isPlanning: isPlanning)
    return TurnRun(
      command: command, input: isLong ? Array(prompt.utf8) : [],
      files: [GeminiCommandLine.settingsPath(setup.home): Array(GeminiCommandLine.settings(setup).serialized(pretty: true).utf8)])
  }

  mutating func decode(_ line: [UInt8]) -> [AgentEvent] {
    let events = decoder.decode(line)
    if let known = decoder.model { model = known }
    return events
  }

  mutating func ended(_ cut: TurnCut) -> TurnEnd {
    var end = TurnEnd(events: decoder.close(), outcome: outcome(cut))
    if decoder.result == .completed { isKnown = true }
    if end.outcome == .completed {
      end.text = decoder.lastText
      if isPlanning { end.plan = decoder.lastText ?? "" }
    }
    return end
  }

  /// By the `result` line; an exit code of 0 without one is a turn that was cut.
  private func outcome(_ cut: TurnCut) -> TurnOutcome {
    if let failure = decoder.strayed { return .failed(failure) }
    if let result = decoder.result, !(cut.isInterrupted && result != .completed) { return result }
    if cut.isInterrupted { return .interrupted }
    if let code = cut.exit.code, code != 0, let meaning = GeminiFailure.meaning(exit: code) {
      // 42 is what it says of a session that it does not know.
      let kind = code == 42 && isKnown && decoder.sessionID == nil ? .engine : GeminiFailure.kind(exit: code)
      if kind == .limit { return .limit("turns") }
      return .failed(GeminiFailure.failure(kind, "\(meaning) (\(cut.exit.text)).\(cut.lastWords)"))
    }
    if let said = decoder.lastError { return .failed(GeminiFailure.failure(GeminiFailure.kind(type: "", message: said), said)) }
    return .failed(cut.failure("gemini"))
  }
}

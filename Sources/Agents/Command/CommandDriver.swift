import Model
import Platform

/// Any program, one run per message: the prompt goes in, what it prints is the transcript, its exit code is the outcome.
struct CommandDriver: TurnDriver {
  /// How much of one run's output is kept, in bytes.
  static let textLimit = 1 << 20
  /// How long a prompt may be as an argument; the system takes 128 KiB.
  static let argumentLimit = 120 << 10

  let capabilities: AgentCapabilities = [.textDeltas]
  let model: String?
  private let program: AgentProgram
  private let setup: AgentSetup
  private let prompt: ConfiguredEngine.PromptPlace
  private let id = RandomID.uuid().prefix(8)
  private var runs = 0
  private var text = ""
  private var isCut = false
  private var lastLine = ""

  init(program: AgentProgram, setup: AgentSetup, prompt: ConfiguredEngine.PromptPlace) {
    self.program = program
    self.setup = setup
    self.prompt = prompt
    model = setup.model
  }

  var sessionID: String? {
    switch setup.session {
    case .new(let id), .resume(let id): id
    }
  }

  func opening() -> [AgentEvent] {
    var events: [AgentEvent] = [.sessionStarted(id: sessionID, model: model, tools: [])]
    if setup.mode != .auto {
      events.append(.notice(.warning, "\(program.engine) cannot ask: in mode \(setup.mode.rawValue) it works as in mode auto."))
    }
    if case .resume = setup.session { events.append(.notice(.info, "\(program.engine) does not know what was said before.")) }
    return events
  }

  mutating func begin(_ message: String) throws(TaskFailure) -> TurnRun {
    runs += 1
    text = ""
    isCut = false
    lastLine = ""
    var arguments = program.arguments + setup.arguments
    var input: [UInt8] = []
    switch prompt {
    case .stdin: input = Array(message.utf8)
    case .argument:
      guard message.utf8.count <= Self.argumentLimit else {
        throw TaskFailure(
          .badRequest,
          "Handing over the message: its \(message.utf8.count) bytes are too many for an argument; set prompt = \"stdin\" under "
            + "[engine.\(program.engine)].")
      }
      if arguments.contains("{prompt}") {
        arguments = arguments.map { $0 == "{prompt}" ? message : $0 }
      } else {
        arguments.append(message)
      }
    }
    return TurnRun(
      command: AgentCommand(path: program.path, arguments: arguments, environment: environment, directory: setup.workspace), input: input)
  }

  mutating func decode(_ line: [UInt8]) -> [AgentEvent] {
    let whole = String(decoding: line.prefix(Self.textLimit), as: UTF8.self)
    if !whole.allSatisfy(\.isWhitespace) { lastLine = whole.prefix(bytes: 1024) }
    guard !isCut else { return [] }
    let room = Self.textLimit - text.utf8.count
    let piece = (whole + "\n").prefix(bytes: room)
    text += piece
    var events: [AgentEvent] = piece.isEmpty ? [] : [.textDelta(messageID: messageID, text: piece)]
    if piece.utf8.count < line.count + 1 {
      isCut = true
      events.append(
        .notice(.warning, "\(program.engine) prints more than \(Self.textLimit >> 20) MiB: the rest is only in the task's log."))
    }
    return events
  }

  mutating func ended(_ cut: TurnCut) -> TurnEnd {
    var end = TurnEnd(outcome: outcome(cut))
    if !text.isEmpty { end.events = [.textDone(messageID: messageID, text: text)] }
    if end.outcome == .completed { end.text = text.isEmpty ? nil : text }
    return end
  }

  private var messageID: String { "\(program.engine)-\(id)-\(runs)" }

  private func outcome(_ cut: TurnCut) -> TurnOutcome {
    if cut.isInterrupted { return .interrupted }
    if cut.exit.signal == nil, (cut.exit.code ?? 0) == 0 { return .completed }
    let said = cut.lastWords.isEmpty ? (lastLine.isEmpty ? "." : ": \(lastLine)") : ".\(cut.lastWords)"
    return .failed(TaskFailure(.unknown, "\(program.engine) ended with \(cut.exit.text)\(said)"))
  }

  private var environment: [String: String] {
    var environment = ["LANG": "C.UTF-8", "SHELL": "/bin/bash", "TERM": "dumb", "NO_COLOR": "1"]
    environment["CARREL_MODEL"] = setup.model
    environment["CARREL_EFFORT"] = setup.effort
    environment["CARREL_MODE"] = setup.mode.rawValue
    environment.merge(setup.environment) { _, configured in configured }
    environment["PATH"] = setup.environment["PATH"] ?? TurnPath.path(program)
    environment["HOME"] = setup.home
    return environment
  }
}

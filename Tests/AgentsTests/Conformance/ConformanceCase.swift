import Agents
import Testing

/// What every engine shows, or lacks the capability for.
enum ConformanceCase: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case start, deltas, thinking, changesFile = "changes a file", secondTurn = "second turn", interrupt, interruptCommand =
    "interrupt, a command runs"
  case stopInTurn = "stop in the turn", allow = "permission allowed", deny = "permission denied", question, compact
  case resume = "resume in a new process", unknownSession = "resume of an unknown session", switchModel = "switch model"
  case unknownModel = "unknown model", auth = "refused key", overloaded = "overloaded, then not", serverError = "server error", cut =
    "dropped stream"
  case usageLimit = "usage limit", contextFull = "context full", killed = "killed in the turn", hostile = "hostile output"
  case halfLine = "half-written line", garbage = "garbage on its output", missing = "program missing", wrong = "wrong program", refused =
    "connection refused"
  case slow = "slow model", hidden = "hidden process", sandboxed = "in its sandbox"

  var testDescription: String { rawValue }

  /// What an engine must be able to do for it.
  var needs: AgentCapabilities {
    switch self {
    case .deltas: .textDeltas
    case .interrupt, .interruptCommand: .interrupt
    case .allow, .deny: .permissions
    case .question: .questions
    case .compact: .compact
    case .resume, .unknownSession: .resume
    case .switchModel: .switchModel
    case .secondTurn: .severalTurns
    default: []
    }
  }

  /// What must be true of the engine otherwise, and the word for it.
  var wants: (EngineFixture.Ways, String) {
    switch self {
    case .interruptCommand, .hidden: (.runsCommands, "a shell of the agent's own")
    case .switchModel, .unknownModel, .slow, .refused, .overloaded, .serverError, .cut, .contextFull: (.hasModel, "a model behind an API")
    default: ([], "")
    }
  }

  /// What the engine lacks for it: the reason of the skip; nil when it must pass.
  func skip(_ fixture: EngineFixture) -> String? {
    let lacking = needs.subtracting(fixture.capabilities)
    if !lacking.isEmpty { return "\(fixture.name) declares no \(lacking.names.joined(separator: ", "))" }
    let (ways, word) = wants
    if !ways.isSubset(of: fixture.ways) { return "\(fixture.name) has not: \(word)" }
    switch self {
    case .missing, .wrong, .halfLine, .garbage:
      if fixture.ways.contains(.isOwnProgram) { return "\(fixture.name) is carrel's own program" }
      if fixture.ways.contains(.anyProgram), self != .missing { return "\(fixture.name) takes any program and any output" }
    case .thinking:
      if fixture.words(.think("x")) == nil { return "\(fixture.name) has no thoughts to show" }
    default: break
    }
    if let deed = deeds.first(where: { fixture.words($0) == nil }) { return "\(fixture.name) cannot be brought to do “\(deed)”" }
    return nil
  }

  private var deeds: [Deed] {
    switch self {
    case .auth: [.error(401, times: nil)]
    case .usageLimit: [.limit]
    case .contextFull: [.context]
    case .hostile: [.hostile]
    case .secondTurn, .resume, .compact: [.remember("x"), .recall]
    case .stopInTurn, .interrupt, .killed: [.hang("x")]
    case .question: [.question]
    default: []
    }
  }
}

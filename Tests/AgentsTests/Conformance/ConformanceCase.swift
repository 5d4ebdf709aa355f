import Agents
import Testing

/// What every engine shows, or lacks the capability for.
enum ConformanceCase: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case start, deltas, thinking
  case changesFile = "changes a file"
  case secondTurn = "second turn"
  case interrupt
  case interruptCommand =
    "interrupt, a command runs"
  case stopInTurn = "stop in the turn"
  case allow = "permission allowed"
  case deny = "permission denied"
  case question, compact
  case resume = "resume in a new process"
  case unknownSession = "resume of an unknown session"
  case switchModel = "switch model"
  case unknownModel = "unknown model"
  case auth = "refused key"
  case overloaded = "overloaded, then not"
  case serverError = "server error"
  case cut =
    "dropped stream"
  case usageLimit = "usage limit"
  case contextFull = "context full"
  case killed = "killed in the turn"
  case hostile = "hostile output"
  case halfLine = "half-written line"
  case garbage = "garbage on its output"
  case missing = "program missing"
  case wrong = "wrong program"
  case refused =
    "connection refused"
  case slow = "slow model"
  case hidden = "hidden process"
  case sandboxed = "in its sandbox"

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
    case .switchModel, .unknownModel, .slow, .refused: (.hasModel, "a model behind an API")
    default: ([], "")
    }
  }

  /// What the engine lacks for it: the reason of the skip; nil when it must pass.
  func skip(_ fixture: EngineFixture) -> String? {
    let lacking = needs.subtracting(fixture.capabilities)
    if !lacking.isEmpty {
      return "\(fixture.name) declares no \(lacking.names.joined(separator: ", "))"
    }
    let (ways, word) = wants
    if !ways.isSubset(of: fixture.ways) { return "\(fixture.name) has not: \(word)" }
    switch self {
    case .missing, .wrong, .halfLine, .garbage:
      if fixture.ways.contains(.isOwnProgram) { return "\(fixture.name) is carrel's own program" }
      if fixture.ways.contains(.anyProgram), self != .missing {
        return "\(fixture.name) takes any program and any output"
      }
    default: break
    }
    if let deed = deeds.first(where: { fixture.words($0) == nil }) {
      return "\(fixture.name) cannot be brought to do “\(deed)”"
    }
    return nil
  }

  private var deeds: [Deed] {
    switch self {
    case .auth: [.error(401, times: nil)]
    case .overloaded: [.error(529, times: 1)]
    case .serverError: [.error(500, times: nil)]
    case .cut: [.drop(times: 1)]
    case .thinking: [.think("x")]
    case .changesFile, .allow, .deny, .sandboxed, .garbage: [.write("x", "x")]
    case .interruptCommand, .hidden: [.run("x")]
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

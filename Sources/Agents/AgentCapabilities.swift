/// What an engine can do beyond starting, taking prompts and stopping.
package struct AgentCapabilities: OptionSet, Hashable, Sendable {
  /// The bits.
  package let rawValue: Int

  /// From bits.
  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Several turns in one process.
  package static let severalTurns = AgentCapabilities(rawValue: 1 << 0)
  /// Goes on with a session by its id in a new process.
  package static let resume = AgentCapabilities(rawValue: 1 << 1)
  /// Ends a turn without ending the process.
  package static let interrupt = AgentCapabilities(rawValue: 1 << 2)
  /// Asks for permissions and takes answers.
  package static let permissions = AgentCapabilities(rawValue: 1 << 3)
  /// Asks questions and takes answers.
  package static let questions = AgentCapabilities(rawValue: 1 << 4)
  /// Compacts on request.
  package static let compact = AgentCapabilities(rawValue: 1 << 5)
  /// Changes the model while it lives.
  package static let switchModel = AgentCapabilities(rawValue: 1 << 6)
  /// Takes a message into a running turn.
  package static let steer = AgentCapabilities(rawValue: 1 << 7)
  /// Streams text.
  package static let textDeltas = AgentCapabilities(rawValue: 1 << 8)
  /// Reports tokens.
  package static let tokens = AgentCapabilities(rawValue: 1 << 9)
  /// Reports money.
  package static let cost = AgentCapabilities(rawValue: 1 << 10)
  /// Resumes a cut turn without a new prompt.
  package static let resumeCutTurn = AgentCapabilities(rawValue: 1 << 11)

  /// Whether an idle agent can be ended without loss: it is resumed by its session, or knows of no turn but the present one anyway.
  package var losesNothing: Bool { contains(.resume) || !contains(.severalTurns) }

  /// The names of what is there, for `carrel engines`.
  package var names: [String] {
    let all: [(AgentCapabilities, String)] = [
      (.severalTurns, "several turns"), (.resume, "resume"), (.interrupt, "interrupt"), (.permissions, "permissions"),
      (.questions, "questions"), (.compact, "compact"), (.switchModel, "switch model"), (.steer, "steer"), (.textDeltas, "streaming"),
      (.tokens, "tokens"), (.cost, "cost"), (.resumeCutTurn, "resume cut turns"),
    ]
    return all.filter { contains($0.0) }.map(\.1)
  }
}

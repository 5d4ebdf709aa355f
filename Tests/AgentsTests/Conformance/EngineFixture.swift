import Agents
import Platform
import Sandbox
import Testing

/// An engine as the conformance suite drives it: how its agents are made against the scripted model, what they must be able to do, and how it is told what to do.
struct EngineFixture: Sendable, CustomTestStringConvertible {
  /// What is peculiar to an engine beside its capabilities.
  struct Ways: OptionSet, Sendable {
    let rawValue: Int
    /// It tells of its tool calls or changed files.
    static let tellsTools = Ways(rawValue: 1 << 0)
    /// Its agent runs shell commands.
    static let runsCommands = Ways(rawValue: 1 << 1)
    /// It says when it tries a failed request again.
    static let tellsRetries = Ways(rawValue: 1 << 2)
    /// It tries a failed request again at all.
    static let retries = Ways(rawValue: 1 << 3)
    /// Any program is right for it, whatever it prints.
    static let anyProgram = Ways(rawValue: 1 << 4)
    /// It talks to the scripted model.
    static let hasModel = Ways(rawValue: 1 << 5)
    /// It gives up after a few tries of a request that fails again and again; others try for minutes or for ever, which the task's own limits end.
    static let givesUp = Ways(rawValue: 1 << 6)
    /// Its program is Carrel itself: it cannot be another one.
    static let isOwnProgram = Ways(rawValue: 1 << 7)
    /// It is an engine spoken to in its second way: what the engine declares is of the first.
    static let isSecondDialect = Ways(rawValue: 1 << 8)
  }

  /// What it is called here.
  let name: String
  /// The engine.
  let engine: any CodingEngine
  /// What its agents can do: the table that its own declaration is held against.
  let capabilities: AgentCapabilities
  let ways: Ways
  /// Its program; nil where it is not at hand.
  let program: String?
  /// Why its program is not at hand, for the skip.
  let missing: String
  /// A model that it takes.
  var model: String?
  /// A model that the scripted server does not know.
  var unknownModel = "no-such-model"
  /// Another model, and how the server is asked for it.
  var otherModel = "scripted-small"
  var otherModelAsked = "scripted-small"
  /// Files that a turn leaves in the workspace beside those it was told to write.
  var questionLeaves: Set<String> = []
  /// Points an agent at the scripted model at this address.
  var configure: @Sendable (inout AgentSetup, String) -> Void
  /// The words for a deed; nil: it cannot be brought to do that.
  var words: @Sendable (Deed) -> String? = { $0.mark }

  var testDescription: String { name }

  /// A program that an environment variable names.
  static func program(_ variable: String) -> String? {
    Environment.current[variable].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The prompt for deeds; nil when one of them cannot be had.
  func prompt(_ deeds: [Deed]) -> String? {
    var parts: [String] = ["Please."]
    for deed in deeds {
      guard let words = words(deed) else { return nil }
      parts.append(words)
    }
    return parts.joined(separator: " ")
  }
}

package import Agents
package import Model
import Platform

/// An engine whose agents do what a test wrote down. No process: the agents live in the test, write real files into the workspace, and keep their sessions
/// as files in the task's home, so that they can be resumed after a restart.
package struct ScriptedEngine: CodingEngine {
  package let name: String
  package var capabilities: AgentCapabilities = [.severalTurns, .resume, .interrupt, .permissions, .questions, .textDeltas, .switchModel]
  package var credentialVariables: [String] { needsCredential ? ["SCRIPTED_KEY"] : [] }
  package var passedVariables: [String] { [] }
  package var loginFiles: [String] { [] }
  package var needsCredential = false
  package var installHint: String { "it is built in" }
  package var sheet: EngineSheet { EngineSheet(title: "Scripted", homepage: "a part of the tests", commandLines: [], trial: .realProgram) }
  /// What was said to its agents.
  package let ledger: ScriptedLedger
  /// What an agent does about a prompt.
  package var script: @Sendable (ScriptedPrompt) -> [ScriptedStep]
  /// Why an agent cannot start, if it cannot.
  package var startFailure: @Sendable (TaskID) -> TaskFailure? = { _ in nil }
  /// Whether an agent ends as soon as it was started.
  package var endsAtOnce: @Sendable (TaskID) -> Bool = { _ in false }

  /// An engine with a script.
  package init(name: String = "scripted", ledger: ScriptedLedger, script: @escaping @Sendable (ScriptedPrompt) -> [ScriptedStep]) {
    self.name = name
    self.ledger = ledger
    self.script = script
  }

  package func status(command: String?, environment: [String: String]) async -> EngineStatus {
    EngineStatus(name: name, installHint: installHint)
  }

  package func holdsSession(_ id: String, home: String) -> Bool { Files.exists("\(home)/session-\(id)") }

  package func makeAgent(_ setup: AgentSetup) throws(TaskFailure) -> any CodingAgent { ScriptedAgent(self, setup) }
}

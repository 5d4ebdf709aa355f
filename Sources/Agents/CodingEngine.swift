package import Model

/// Starts a program for an agent.
package typealias AgentLaunch = @Sendable (AgentCommand) async throws(TaskFailure) -> any AgentProcess

/// A kind of agent program: makes agents and says how it stands on this machine. Pure but for `status`.
package protocol CodingEngine: Sendable {
  /// Its name in commands and configuration.
  var name: String { get }
  /// The program that it runs unless the configuration names another: a name or an absolute path.
  var program: String { get }
  /// What its agents can do.
  var capabilities: AgentCapabilities { get }
  /// Environment variables that it takes credentials from, in order of preference; the first that is set is used.
  var credentialVariables: [String] { get }
  /// Environment variables that it is given when they are set (base URLs).
  var passedVariables: [String] { get }
  /// The engine's own login files, relative to the user's home, used where no credential variable is set: the first is the one that makes a login, the others
  /// come with it where they are there.
  var loginFiles: [String] { get }
  /// Whether it needs a credential at all.
  var needsCredential: Bool { get }
  /// How to install it, in a few words.
  var installHint: String { get }
  /// How `carrel engines install` installs it; nil: there is nothing to install, or no one documented way.
  var installation: EngineInstallation? { get }
  /// What docs/engines.md says about it.
  var sheet: EngineSheet { get }

  /// Finds the program and asks its version. `environment` is what the client handed over; `command` the configured program.
  func status(command: String?, environment: [String: String]) async -> EngineStatus
  /// Whether a task's private home holds this conversation, so that it can be resumed. Reads the disk.
  func holdsSession(_ id: String, home: String) -> Bool
  /// The variables that it takes credentials from for this model, in order of preference; `credentialVariables` unless the engine speaks to many providers. None:
  /// this model needs no credential.
  func credentialVariables(model: String?) -> [String]
  /// What it or its provider offers. `environment` has the credentials and base URLs; `command` is the configured program.
  /// - Throws: `TaskFailure` with why it could not be asked.
  func models(command: String?, environment: [String: String]) async throws(TaskFailure) -> [ModelOffer]
  /// A decoder for recorded output of its program and for protocol logs (`carrel replay`); nil when there is none.
  func replayDecoder() -> (any ReplayDecoder)?
  /// Where its requests go with the key that the setup has in a variable, and how it is told to send them elsewhere; nil: that cannot be told, so that the key has to
  /// be where the agent is. Pure.
  func modelRoute(_ setup: AgentSetup, variable: String) -> ModelRoute?
  /// The engine's own interactive interface on the conversation that the setup resumes; nil: it has none that goes on with one. Pure but for finding the program.
  /// - Throws: `TaskFailure(.engine)` when the program is missing, with how to install it.
  func ownInterface(_ setup: AgentSetup, session: String) throws(TaskFailure) -> OwnInterface?
  /// An agent, not yet started.
  /// - Throws: `TaskFailure(.engine)` when the program is missing, with how to install it.
  func makeAgent(_ setup: AgentSetup) throws(TaskFailure) -> any CodingAgent
}

/// What holds unless an engine says otherwise.
extension CodingEngine {
  package var program: String { name }
  package var installation: EngineInstallation? { nil }
  package func credentialVariables(model: String?) -> [String] {
    if let model, ModelName(model).isOllama { return [] }
    return credentialVariables
  }
  package func models(command: String?, environment: [String: String]) async throws(TaskFailure) -> [ModelOffer] { [] }
  package func replayDecoder() -> (any ReplayDecoder)? { nil }
  package func modelRoute(_ setup: AgentSetup, variable: String) -> ModelRoute? { nil }
  package func ownInterface(_ setup: AgentSetup, session: String) throws(TaskFailure) -> OwnInterface? { nil }
}

package import Model

/// A kind of agent program: makes agents and says how it stands on this machine. Pure but for `status`.
package protocol CodingEngine: Sendable {
  /// Its name in commands and configuration.
  var name: String { get }
  /// What its agents can do.
  var capabilities: AgentCapabilities { get }
  /// Environment variables that it takes credentials from, in order of preference; the first that is set is used.
  var credentialVariables: [String] { get }
  /// Environment variables that it is given when they are set (base URLs).
  var passedVariables: [String] { get }
  /// The engine's own login file, relative to the user's home, used where no credential variable is set.
  var loginFile: String? { get }
  /// Whether it works without any credential.
  var needsCredential: Bool { get }
  /// How to install it.
  var installHint: String { get }

  /// Finds the program and asks its version. `environment` is what the client handed over; `command` the configured program.
  func status(command: String?, environment: [String: String]) async -> EngineStatus
  /// Whether a task's private home holds this conversation, so that it can be resumed. Reads the disk.
  func holdsSession(_ id: String, home: String) -> Bool
  /// An agent, not yet started.
  /// - Throws: `TaskFailure(.engine)` when the program is missing, with how to install it.
  func makeAgent(_ setup: AgentSetup) throws(TaskFailure) -> any CodingAgent
}

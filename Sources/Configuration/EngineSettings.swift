/// An `[engine.NAME]` table. What is nil is the engine's own default.
package struct EngineSettings: Hashable, Sendable {
  /// How an engine that is configuration only is spoken to.
  package enum Dialect: String, Hashable, Sendable, CaseIterable {
    /// The Agent Client Protocol (https://agentclientprotocol.com).
    case acp
  }

  /// The protocol; nil: the engine of that name that is built in.
  package var `protocol`: Dialect?
  /// The program, a name or a path.
  package var command: String?
  /// Further arguments.
  package var arguments: [String] = []
  /// The model.
  package var model: String?
  /// The engine's own word for how hard to think.
  package var effort: String?
  /// Further environment; no secrets.
  package var environment: [String: String] = [:]
  /// The environment variable that holds the key.
  package var keyEnvironment: String?
  /// The command that prints the key.
  package var keyCommand: String?
  /// The file that holds the key.
  package var keyFile: String?
  /// Tools that run without asking.
  package var allowedTools: [String]?
  /// Tools that never run.
  package var disallowedTools: [String]?

  /// Nothing said.
  package init() {}
}

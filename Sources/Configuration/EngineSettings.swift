package import Model

/// An `[engine.NAME]` table. What is nil is the engine's own default.
package struct EngineSettings: Hashable, Sendable {
  /// Where a `command` engine takes its prompt from.
  package enum PromptPlace: String, Hashable, Sendable, CaseIterable {
    /// Its standard input.
    case stdin
    /// An argument: `{prompt}`, else a last one.
    case argument
  }

  /// How it is spoken to; nil: the best way of the engine of that name.
  package var `protocol`: EngineDialect?
  /// The program, a name or a path.
  package var command: String?
  /// Further arguments.
  package var arguments: [String] = []
  /// Where a `command` engine takes its prompt from.
  package var prompt: PromptPlace = .stdin
  /// The model.
  package var model: String?
  /// The engine's own word for how hard to think.
  package var effort: String?
  /// Further environment; no secrets.
  package var environment: [String: String] = [:]
  /// The base URL of the model's provider: an OpenAI-compatible or Anthropic-compatible server.
  package var baseURL: String?
  /// A server of the engine that already runs (`opencode serve`).
  package var serverURL: String?
  /// The environment variable that holds that server's password.
  package var passwordEnvironment: String?
  /// The engine to go on with when this one's usage limit is reached; nil: wait for its reset.
  package var fallback: String?
  /// The MCP servers that it is given; nil: all.
  package var mcp: [String]?
  /// The environment variable in which the agent gets the key; where nothing else gives it, also the one that clients hand it over in.
  package var keyEnvironment: String?
  /// The command that prints the key.
  package var keyCommand: String?
  /// The file that holds the key.
  package var keyFile: String?
  /// Whether its key stays outside of the sandbox, behind the model gateway, where that can be.
  package var gateway = true
  /// The credential of systemd's that holds the key.
  package var keyCredential: String?
  /// The place in the vault that holds the key: `mount/path#field`.
  package var keyVault: String?
  /// Tools that run without asking.
  package var allowedTools: [String]?
  /// Tools that never run.
  package var disallowedTools: [String]?

  /// Nothing said.
  package init() {}
}

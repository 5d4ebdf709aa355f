/// How an engine's program is spoken to. The raw value is what `protocol` under `[engine.NAME]` says.
package enum EngineDialect: String, Hashable, Sendable, Codable, CaseIterable {
  /// The Agent Client Protocol on standard input and output (https://agentclientprotocol.com).
  case acp
  /// Any program: the prompt on standard input or as an argument, the output as transcript, the exit code as outcome.
  case command
  /// One process per turn that prints JSON lines (`gemini --output-format stream-json`; claude's own protocol).
  case streamJSON = "stream-json"
  /// JSON-RPC with threads (`codex app-server`).
  case appServer = "app-server"
  /// One process per turn (`codex exec --json`).
  case exec
  /// An HTTP server with server-sent events (`opencode serve`).
  case serve
  /// One process per turn (`opencode run --format json`).
  case run
}

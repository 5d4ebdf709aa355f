import Model
import Platform

/// Where claude is not installed, but a key of Anthropic's is there, Carrel's own agent works in its place.
extension ClaudeEngine {
  /// What is said about it.
  static let fallbackText = "claude is not installed: Carrel's own agent works with the same key"

  /// The agent in claude's place; nil when claude is there, when a program of its own is configured, or without a key.
  func fallback(_ setup: AgentSetup) throws(TaskFailure) -> (any CodingAgent)? {
    guard setup.command == nil, !(setup.environment["ANTHROPIC_API_KEY"] ?? "").isEmpty else { return nil }
    var isOwn = false
    if case .resume(let id) = setup.session { isOwn = builtIn.holdsSession(id, home: setup.home) }
    guard isOwn || ProgramSearch.find(name, environment: Environment.current) == nil else { return nil }
    return AnnouncedAgent(agent: try builtIn.makeAgent(setup), announcement: "\(Self.fallbackText).")
  }

  /// A status of a claude that is missing, with who works in its place.
  func withFallback(_ status: EngineStatus, command: String?, environment: [String: String]) -> EngineStatus {
    guard status.path == nil, command == nil, !(environment["ANTHROPIC_API_KEY"] ?? "").isEmpty else { return status }
    var status = status
    status.path = builtIn.program
    status.version = "carrel agent"
    status.credential = "ANTHROPIC_API_KEY from the environment; \(Self.fallbackText)"
    status.problem = nil
    return status
  }
}

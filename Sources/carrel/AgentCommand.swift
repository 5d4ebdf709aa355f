import Arguments
import BuiltInAgent
import Glibc
import Platform

/// `carrel agent`.
struct AgentCommand: Sendable {
  let options: BuiltInOptions
  let backend: AgentBackend
  let environment: [String: String]

  init(_ asked: AgentOptions, _ environment: [String: String]) {
    self.environment = environment
    backend = .standard(environment: environment, baseURL: asked.baseURL, context: asked.context)
    var options = BuiltInOptions(
      model: asked.model, effort: asked.effort, allowsBash: asked.allowsBash, allowedTools: asked.allowed.isEmpty ? nil : asked.allowed,
      deniedTools: asked.denied, version: Main.version)
    if let mode = asked.mode { options.mode = mode }
    if let mode = asked.modeAfterPlan { options.modeAfterPlan = mode }
    if let most = asked.maximumRequests { options.maximumRequests = most }
    self.options = options
  }

  /// Serves the client.
  /// - Returns: the exit code.
  func run() -> Int32 {
    // Commands of the agent run in groups of their own: they are ended before the agent is.
    let signals = try? SignalWatcher([SIGTERM, SIGINT, SIGHUP])
    let (options, backend, environment) = (options, backend, environment)
    return Blocking.run { await BuiltInProgram.main(options: options, backend: backend, environment: environment, signals: signals) }
  }
}

package import Model

/// One running engine of one task: the protocol that every engine stands behind (facts/engines.md, section 9). The required operations are there for all;
/// the optional ones throw `TaskFailure(.badRequest)` unless `capabilities` has them.
package protocol CodingAgent: Sendable {
  /// What it can do.
  var capabilities: AgentCapabilities { get }
  /// The workspace directory as the agent sees it.
  var workingDirectory: String { get }
  /// The engine's own conversation id, once known.
  var sessionID: String? { get async }
  /// The model in use, once known.
  var model: String? { get async }

  /// Starts the process and returns once it runs. Events go to `receive` in order, in batches, one call after another; the last is `exited`.
  /// - Throws: `TaskFailure` when it cannot be started.
  func start(_ receive: @escaping @Sendable ([AgentEvent]) async -> Void) async throws(TaskFailure)
  /// Hands over a prompt, byte-exact: the next turn, or a message into the running one where the engine can (`steer`).
  func send(_ prompt: String) async throws(TaskFailure)
  /// Ends the process and everything that it started; returns when all is gone. Never throws, may be called twice.
  func stop() async

  /// Ends the running turn, not the process.
  func interrupt() async throws(TaskFailure)
  /// Answers a request of the agent.
  func answer(_ request: String, with answer: AgentAnswer) async throws(TaskFailure)
  /// Changes the model for what follows.
  func setModel(_ model: String) async throws(TaskFailure)
  /// Compacts the conversation: a turn of its own.
  func compact() async throws(TaskFailure)
}

import Model

/// An agent with something to say before it starts.
struct AnnouncedAgent: CodingAgent {
  let agent: any CodingAgent
  /// What the operator should know.
  let announcement: String

  var capabilities: AgentCapabilities { agent.capabilities }
  var workingDirectory: String { agent.workingDirectory }
  var sessionID: String? { get async { await agent.sessionID } }
  var model: String? { get async { await agent.model } }

  func start(_ receive: @escaping @Sendable ([AgentEvent]) async -> Void) async throws(TaskFailure) {
    await receive([.notice(.info, announcement)])
    try await agent.start(receive)
  }

  func send(_ prompt: String) async throws(TaskFailure) { try await agent.send(prompt) }
  func stop() async { await agent.stop() }
  func interrupt() async throws(TaskFailure) { try await agent.interrupt() }
  func answer(_ request: String, with answer: AgentAnswer) async throws(TaskFailure) { try await agent.answer(request, with: answer) }
  func setModel(_ model: String) async throws(TaskFailure) { try await agent.setModel(model) }
  func compact() async throws(TaskFailure) { try await agent.compact() }
}

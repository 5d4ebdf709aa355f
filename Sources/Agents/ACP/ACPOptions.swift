/// What is particular about an agent that speaks the Agent Client Protocol, as far as its own messages do not say it.
package struct ACPOptions: Hashable, Sendable {
  /// What its engine promises, until the agent has said itself what it can.
  package var capabilities: AgentCapabilities
  /// Environment that keeps it quiet; the task's own goes before it.
  package var environment: [String: String]
  /// The environment variable that it takes the model from; nil: the protocol's own ways only.
  package var modelVariable: String?
  /// The environment variable that it takes the base URL of the model's provider from.
  package var baseURLVariable: String?
  /// Whether it counts tokens from zero in every turn. The protocol's count is of the whole session.
  package var usagePerTurn: Bool
  /// Seconds that it may take for its first answer, and for a session.
  package var patience: Double
  /// Seconds that a turn may take to end after it was interrupted; then the process is ended.
  package var interruptPatience: Double

  /// Options.
  package init(
    capabilities: AgentCapabilities = ACPOptions.usual, environment: [String: String] = [:], modelVariable: String? = nil,
    baseURLVariable: String? = nil, usagePerTurn: Bool = false, patience: Double = 180, interruptPatience: Double = 8
  ) {
    self.capabilities = capabilities
    self.environment = environment
    self.modelVariable = modelVariable
    self.baseURLVariable = baseURLVariable
    self.usagePerTurn = usagePerTurn
    self.patience = patience
    self.interruptPatience = interruptPatience
  }

  /// What every agent of the protocol can do.
  package static let usual: AgentCapabilities = [.severalTurns, .interrupt, .permissions, .questions, .textDeltas]
}

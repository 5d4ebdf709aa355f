package import Model

/// What `carrel agent` was asked for.
package struct AgentOptions: Hashable, Sendable {
  /// The model.
  package var model: String?
  /// The provider's word for how hard to think.
  package var effort: String?
  /// How much is done without asking.
  package var mode: TaskMode?
  /// The mode after a plan was approved.
  package var modeAfterPlan: TaskMode?
  /// Whether commands may be run.
  package var allowsBash = false
  /// In the mode `auto`, the tools that run without asking; empty: all.
  package var allowed: [String] = []
  /// Tools that are not used.
  package var denied: [String] = []
  /// Most requests to the model in a turn.
  package var maximumRequests: Int?
  /// The context's size in tokens.
  package var context: Int?
  /// The base URL of the model's provider.
  package var baseURL: String?

  /// Nothing asked for.
  package init() {}
}

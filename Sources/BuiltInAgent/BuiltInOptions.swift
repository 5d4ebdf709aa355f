package import Model

/// How `carrel agent` was started.
package struct BuiltInOptions: Hashable, Sendable {
  /// The model; nil: the default of the provider that there is a credential for.
  package var model: String?
  /// How hard to think, in the provider's word.
  package var effort: String?
  /// How much is done without asking.
  package var mode: TaskMode
  /// The mode after a plan was approved.
  package var modeAfterPlan: TaskMode
  /// Whether commands may be run at all.
  package var allowsBash: Bool
  /// In the mode `auto`, the tools that run without asking; nil: all.
  package var allowedTools: [String]?
  /// Tools that are not offered to the model.
  package var deniedTools: [String]
  /// The most requests to the model in one turn.
  package var maximumRequests: Int
  /// The program's version.
  package var version: String

  /// Options with their defaults.
  package init(
    model: String? = nil, effort: String? = nil, mode: TaskMode = .ask, modeAfterPlan: TaskMode = .ask, allowsBash: Bool = false,
    allowedTools: [String]? = nil, deniedTools: [String] = [], maximumRequests: Int = 200, version: String = "0"
  ) {
    self.model = model
    self.effort = effort
    self.mode = mode
    self.modeAfterPlan = modeAfterPlan
    self.allowsBash = allowsBash
    self.allowedTools = allowedTools
    self.deniedTools = deniedTools
    self.maximumRequests = maximumRequests
    self.version = version
  }
}

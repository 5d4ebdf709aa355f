/// How much an agent may do without asking (CONTRACT.md, "Modes").
package enum TaskMode: String, Hashable, Sendable, Codable, CaseIterable {
  /// Runs to review without asking; what the tool rules do not allow is denied and said.
  case auto
  /// Permissions and questions go to the operator.
  case ask
  /// The agent plans first, then the operator approves the plan.
  case plan
}

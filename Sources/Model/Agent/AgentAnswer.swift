/// The operator's answer to an agent's request.
package enum AgentAnswer: Hashable, Sendable, Codable {
  /// Yes: run it, or the plan is right.
  case allow
  /// Yes, and do not ask again for the like in this task.
  case always
  /// No, with the reason that the agent is told.
  case deny(String)
  /// Answers by question text. For a single free text, one entry with the key "".
  case answers([String: String])
}

/// One question of an agent, with the choices that it offers.
package struct AgentQuestion: Hashable, Sendable, Codable {
  /// The question; also its key in the answer.
  package var text: String
  /// The choices, possibly none.
  package var options: [String]
  /// Whether several choices may be taken.
  package var multiple: Bool

  /// A question.
  package init(text: String, options: [String] = [], multiple: Bool = false) {
    self.text = text
    self.options = options
    self.multiple = multiple
  }
}

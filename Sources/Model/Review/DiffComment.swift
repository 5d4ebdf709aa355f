/// What an operator has to say about lines of a diff.
package struct DiffComment: Hashable, Sendable, Codable {
  /// Where and about which lines.
  package var target: DiffCommentTarget
  /// What.
  package var text: String
  /// Whether the agent got it.
  package var isSent = false

  /// A comment.
  package init(target: DiffCommentTarget, text: String) {
    self.target = target
    self.text = text
  }
}

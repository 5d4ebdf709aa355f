/// A piece of a found text, not yet sanitised.
package struct SnippetRun: Hashable, Sendable, Codable {
  /// The piece.
  package var text: String
  /// Whether it is what was sought.
  package var isMatch: Bool

  /// A piece.
  package init(_ text: String, isMatch: Bool = false) {
    self.text = text
    self.isMatch = isMatch
  }
}

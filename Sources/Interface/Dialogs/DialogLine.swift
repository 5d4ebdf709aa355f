package import Screen

/// A line of a dialog's text.
package struct DialogLine: Hashable, Sendable {
  /// The text, not yet sanitised, of any length.
  package var text: String
  /// Its colour.
  package var role: Role

  /// A line.
  package init(_ text: String, _ role: Role = .text) {
    self.text = text
    self.role = role
  }
}

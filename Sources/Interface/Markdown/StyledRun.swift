package import Screen

/// A piece of text in one style. The text has passed `UntrustedText`.
package struct StyledRun: Hashable, Sendable {
  /// What is drawn.
  package var text: String
  /// How it looks.
  package var style: Style

  /// A piece in a style.
  package init(_ text: String, style: Style) {
    self.text = text
    self.style = style
  }

  /// A piece in a role.
  package init(_ text: String, _ role: Role = .text) {
    self.text = text
    style = Style(role)
  }
}

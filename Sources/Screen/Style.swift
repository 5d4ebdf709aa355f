/// How a cell looks: the role of its text and the role of what lies under it (a selected row keeps the colours of its text). The theme makes colours
/// of it when the canvas is presented. What another program drew in an embedded terminal has colours of its own instead of a role.
package struct Style: Hashable, Sendable {
  /// The text's role.
  package var role: Role
  /// The role whose background (and attributes) lie under the text, such as `.selection`; nil: the role's own.
  package var under: Role?
  /// The text's own colours, where no theme has a say; what they leave at `.none` is as the role has it.
  package var ink: Look?

  /// A style.
  package init(_ role: Role, under: Role? = nil) {
    self.role = role
    self.under = under
  }

  /// The style of what another program drew.
  package init(ink: Look) {
    self.role = .text
    self.ink = ink == Look() ? nil : ink
  }
}

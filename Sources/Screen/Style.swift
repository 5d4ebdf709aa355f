/// How a cell looks: the role of its text and the role of what lies under it (a selected row keeps the colours of its text). The theme makes colours
/// of it when the canvas is presented.
package struct Style: Hashable, Sendable {
  /// The text's role.
  package var role: Role
  /// The role whose background (and attributes) lie under the text, such as `.selection`; nil: the role's own.
  package var under: Role?

  /// A style.
  package init(_ role: Role, under: Role? = nil) {
    self.role = role
    self.under = under
  }
}

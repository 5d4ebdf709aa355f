/// A row of a menu.
package struct MenuItem: Hashable, Sendable {
  /// What it says, not yet sanitised.
  package var text: String
  /// Its keys, as shown at the right.
  package var keys: String
  /// The heading that it stands under, or empty.
  package var section: String
  /// Why it cannot be done now; nil: it can.
  package var disabled: String?
  /// What it does.
  package var choice: MenuChoice

  /// A row.
  package init(_ text: String, keys: String = "", section: String = "", disabled: String? = nil, choice: MenuChoice) {
    self.text = text
    self.keys = keys
    self.section = section
    self.disabled = disabled
    self.choice = choice
  }
}

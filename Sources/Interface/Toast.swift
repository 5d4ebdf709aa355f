package import Model

/// A line at the bottom about something that happened.
package struct Toast: Hashable, Sendable {
  /// How much it matters: errors stay until `Esc`, the rest goes with the next key.
  package var level: NoticeLevel
  /// The line, not yet sanitised.
  package var text: String

  /// A line.
  package init(_ level: NoticeLevel, _ text: String) {
    self.level = level
    self.text = text
  }
}

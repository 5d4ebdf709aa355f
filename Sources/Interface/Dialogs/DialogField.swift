/// Something that can be set in a dialog.
package struct DialogField: Hashable, Sendable {
  /// How it is set.
  package enum Content: Hashable, Sendable {
    /// A line.
    case line(TextBuffer)
    /// Several lines.
    case lines(TextBuffer)
    /// One of these words; Left, Right and Space change it.
    case choice([String], Int)
  }

  /// What it is called.
  package var label: String
  /// What it holds.
  package var content: Content

  /// A field.
  package init(_ label: String, _ content: Content) {
    self.label = label
    self.content = content
  }

  /// What is typed or chosen.
  package var text: String {
    switch content {
    case .line(let buffer), .lines(let buffer): buffer.text
    case .choice(let words, let index): words.indices.contains(index) ? words[index] : ""
    }
  }
}

package import Model

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

  /// The sensitive file that this ticks; nil for every other field.
  package var tick: Tick?

  /// The comments on a pull request that this hands over, by their numbers; nil for every other field.
  package var notes: [Int64]?

  /// A sensitive file as it was shown when the dialog was opened.
  package struct Tick: Hashable, Sendable {
    /// Whose change it is in.
    package var task: TaskID
    /// Its path.
    package var path: String
    /// What the tick is bound to.
    package var stamp: String
  }

  /// A field.
  package init(_ label: String, _ content: Content, tick: Tick? = nil) {
    self.label = label
    self.content = content
    self.tick = tick
  }

  /// Whether it is a sensitive file that is not ticked.
  package var isUnticked: Bool {
    guard tick != nil, case .choice(_, let place) = content else { return false }
    return place == 0
  }

  /// What is typed or chosen.
  package var text: String {
    switch content {
    case .line(let buffer), .lines(let buffer): buffer.text
    case .choice(let words, let index): words.indices.contains(index) ? words[index] : ""
    }
  }
}

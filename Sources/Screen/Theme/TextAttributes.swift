/// What text can be beside its colours.
package struct TextAttributes: OptionSet, Hashable, Sendable {
  /// The bits.
  package let rawValue: UInt8

  /// From bits.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Bold.
  package static let bold = TextAttributes(rawValue: 1)
  /// Faint.
  package static let dim = TextAttributes(rawValue: 2)
  /// Italic.
  package static let italic = TextAttributes(rawValue: 4)
  /// Underlined.
  package static let underline = TextAttributes(rawValue: 8)
  /// Foreground and background exchanged.
  package static let reverse = TextAttributes(rawValue: 16)

  /// The names in theme files.
  package static let names: [String: TextAttributes] = [
    "bold": .bold, "dim": .dim, "italic": .italic, "underline": .underline, "reverse": .reverse, "plain": [],
  ]
}

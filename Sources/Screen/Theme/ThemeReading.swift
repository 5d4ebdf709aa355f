/// A theme as it was found: with what it inherits, and what is wrong in it.
package struct ThemeReading: Hashable, Sendable {
  /// The theme; where a file could not be used, what lies under it.
  package var theme: Theme
  /// What was left out, with file and line.
  package var warnings: [ThemeWarning]
  /// What its file says about it; may be empty.
  package var about: String
  /// The files that it was read from, nearest first.
  package var files: [String]
  /// Whether each of its files is a theme: one that is not even TOML counts as half saved, and what is on the screen should stay.
  package var isWhole: Bool
}

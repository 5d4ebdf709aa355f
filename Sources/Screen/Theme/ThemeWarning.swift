/// Something in a theme file that was left out, and where.
package struct ThemeWarning: Hashable, Sendable, CustomStringConvertible {
  /// The file or the theme's name.
  package let file: String
  /// From 1; 0 when it is the file as a whole.
  package let line: Int
  /// What is wrong and what counts instead.
  package let message: String

  /// A warning.
  package init(file: String, line: Int, message: String) {
    self.file = file
    self.line = line
    self.message = message
  }

  /// `file:line: message`
  package var description: String { line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)" }
}

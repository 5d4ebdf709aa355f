/// Why a text is not TOML, and where.
package struct TOMLError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What the parser says.
  package let message: String
  /// From 1; 0 when it is not known.
  package let line: Int
  /// From 1; 0 when it is not known.
  package let column: Int

  /// An error.
  package init(message: String, line: Int, column: Int) {
    self.message = message
    self.line = line
    self.column = column
  }

  /// `line:column: message`
  package var description: String { "\(line):\(column): \(message)" }
}

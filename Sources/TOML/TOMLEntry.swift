/// A key of a TOML table with its place, and its value.
package struct TOMLEntry: Hashable, Sendable {
  /// The key, unquoted.
  package let key: String
  /// Where the key stands: from 1; 0 when it is not known.
  package let line: Int
  /// From 1, in characters; 0 when it is not known.
  package let column: Int
  /// Its value.
  package let value: TOMLValue

  /// An entry.
  package init(key: String, line: Int, column: Int, value: TOMLValue) {
    self.key = key
    self.line = line
    self.column = column
    self.value = value
  }
}

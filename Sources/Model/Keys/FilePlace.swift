/// A place in a file that the operator wrote, for messages about it.
package struct FilePlace: Hashable, Sendable, CustomStringConvertible {
  /// The file.
  package var file: String
  /// From 1; 0 when it is not known.
  package var line: Int
  /// From 1, in characters; 0 when it is not known.
  package var column: Int

  /// A place.
  package init(file: String, line: Int = 0, column: Int = 0) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`
  package var description: String { line > 0 ? "\(file):\(line):\(column)" : file }
}

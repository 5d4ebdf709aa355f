/// What is wrong in the configuration, and where.
package struct SettingsProblem: Error, Hashable, Sendable {
  /// How bad it is.
  package enum Severity: String, Hashable, Sendable, CaseIterable {
    /// Something means nothing here; the rest holds.
    case warning
    /// A value is wrong: nothing starts until it is put right.
    case error
  }

  /// The file.
  package var path: String
  /// From 1; 0 when it is not known.
  package var line: Int
  /// From 1, in characters; 0 when it is not known.
  package var column: Int
  /// How bad it is.
  package var severity: Severity
  /// One sentence.
  package var message: String

  /// A problem.
  package init(path: String, line: Int, column: Int, severity: Severity, message: String) {
    self.path = path
    self.line = line
    self.column = column
    self.severity = severity
    self.message = message
  }

  /// `path:line:column: error: message`
  package var text: String {
    let place = line > 0 ? "\(path):\(line):\(column)" : path
    return "\(place): \(severity.rawValue): \(message)"
  }
}

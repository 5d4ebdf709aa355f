import JSON

/// What came of a call.
struct ToolOutcome: Hashable, Sendable {
  /// What the model reads.
  var text: String
  /// Whether it failed.
  var isError: Bool
  /// The exit code of a command.
  var exitCode: Int?

  init(_ text: String, isError: Bool = false, exitCode: Int? = nil) {
    self.text = text
    self.isError = isError
    self.exitCode = exitCode
  }
}

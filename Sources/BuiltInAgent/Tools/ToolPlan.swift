import JSON

/// A call that was understood and is not done yet.
struct ToolPlan: Sendable {
  /// A change of a file.
  struct Change: Hashable, Sendable {
    /// The absolute path.
    var path: String
    /// The text before; nil for a new file.
    var before: String?
    /// The text after.
    var after: String
  }

  /// One line: what it is about.
  var title: String
  /// The absolute path that it works on, and the line.
  var location: (path: String, line: Int?)?
  /// The change that it makes.
  var change: Change?
  /// What a lasting answer of the operator holds for: the tool, or the tool with this program.
  var remembered: String
  /// Does it.
  var run: @Sendable () async -> ToolOutcome
}

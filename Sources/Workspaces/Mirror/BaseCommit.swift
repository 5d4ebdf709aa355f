/// The commit that a task's work starts from.
struct BaseCommit: Hashable, Sendable {
  /// The mirror that holds it.
  var mirror: String
  /// Its full id.
  var commit: String
  /// The branch that the base stood for, if any.
  var branch: String?
}

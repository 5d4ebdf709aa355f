internal import Model

/// A workspace in the trash that is still to be deleted.
struct Discarded: Sendable {
  /// Its name in the trash.
  var name: String
  /// The task that it was of.
  var task: TaskID
  /// The mirror in which its commit is pinned.
  var mirror: String
}

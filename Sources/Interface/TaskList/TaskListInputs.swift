internal import Model

/// What the rows of the list depend on; while it stays the same they need not be put in order again.
struct TaskListInputs: Hashable, Sendable {
  var revision: Int
  var filter: TextBuffer
  var sort: TaskSort
  var group: TaskGroup
  var height: Int
  /// The task that is kept in a place where it no longer belongs.
  var kept: TaskID?
  /// The questions whose tasks are shown one by one.
  var opened: Set<RequestFingerprint>
  /// Whether the cursor is still on the task that is not folded because of it.
  var isLoose: Bool
}

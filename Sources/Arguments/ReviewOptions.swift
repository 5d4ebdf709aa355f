package import Model

/// What `carrel send --reviews` and `--checks` ask for.
package struct ReviewOptions: Hashable, Sendable {
  /// The task.
  package var task: TaskID
  /// Whether comments are handed over.
  package var reviews = false
  /// Only these, by their numbers; empty: all new ones that are not dealt with.
  package var only: [Int] = []
  /// Whether the names of failed checks are handed over.
  package var checks = false
  /// What the operator adds.
  package var words: TextSource?
  /// Whether the task is taken over from another operator.
  package var takeOver = false

  /// For a task.
  package init(task: TaskID) { self.task = task }
}

package import Model

/// A row of the task list.
package enum TaskListRow: Hashable, Sendable {
  /// A heading, and how many tasks are under it.
  case section(title: String, count: Int)
  /// A task.
  case task(TaskID)

  /// The task, if it is one.
  package var task: TaskID? {
    if case .task(let id) = self { return id }
    return nil
  }
}

package import Model

/// A row of the task list.
package enum TaskListRow: Hashable, Sendable {
  /// A heading, and how many tasks are under it.
  case section(title: String, count: Int)
  /// A task.
  case task(TaskID)
  /// Tasks that ask the same, as one row, which stands for the first of them.
  case folded(TaskID, others: [TaskID])
  /// The heading of such tasks when they are shown one by one: what they ask.
  case asking(title: String, count: Int)

  /// The task, if it is one.
  package var task: TaskID? {
    switch self {
    case .task(let id), .folded(let id, _): id
    case .section, .asking: nil
    }
  }

  /// All tasks that it stands for.
  package var tasks: [TaskID] {
    switch self {
    case .task(let id): [id]
    case .folded(let id, let others): [id] + others
    case .section, .asking: []
    }
  }
}

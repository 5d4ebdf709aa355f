package import Model

/// Puts tasks into sections and order. Pure.
package struct TaskOrder: Hashable, Sendable {
  /// By what.
  package var sort: TaskSort
  /// In which sections.
  package var group: TaskGroup

  /// An order.
  package init(sort: TaskSort, group: TaskGroup) {
    self.sort = sort
    self.group = group
  }

  /// The rows: a heading before each section that has tasks.
  package func rows(of tasks: some Sequence<TaskRecord>) -> [TaskListRow] { Array(TaskListRows(self, of: tasks)) }
}

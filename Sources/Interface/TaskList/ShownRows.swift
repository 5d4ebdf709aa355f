package import Model

/// The rows of the task list as they are shown: those in order, with tasks that ask the same folded into one row where there are any.
package struct ShownRows: RandomAccessCollection, Hashable, Sendable {
  /// The rows with one for each task.
  let single: TaskListRows
  /// The same, folded; nil where nothing is.
  let folded: FoldedRows?

  /// The number of the first row.
  package var startIndex: Int { 0 }
  /// The number behind the last row.
  package var endIndex: Int { folded?.rows.count ?? single.endIndex }

  /// The row of that number, which must be one of `indices`.
  package subscript(position: Int) -> TaskListRow { folded?.rows[position] ?? single[position] }

  /// The row of a task; nil where another one stands for it.
  package func row(of id: TaskID) -> Int? { if let folded { folded.places[id] } else { single.row(of: id) } }

  /// How many tasks stand above a task.
  package func number(of id: TaskID) -> Int? { if let folded { folded.numbers[id] } else { single.number(of: id) } }

  /// How many rows are tasks.
  package var taskCount: Int { folded?.tasks.count ?? single.taskCount }

  /// The task with so many tasks above it; nil beyond the last.
  package func task(number: Int) -> TaskID? {
    guard let folded else { return single.task(number: number) }
    return folded.tasks.indices.contains(number) ? folded.tasks[number] : nil
  }

  /// All tasks that the row of that task stands for.
  package func members(number: Int) -> [TaskID] {
    guard let id = task(number: number) else { return [] }
    return folded?.places[id].flatMap { folded?.rows[$0].tasks } ?? [id]
  }
}

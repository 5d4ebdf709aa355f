internal import Model

/// Rows of which some stand for several tasks, and where each of them is.
struct FoldedRows: Hashable, Sendable {
  /// The rows in order.
  let rows: [TaskListRow]
  /// The tasks that have a row of their own or stand for others, in order.
  let tasks: [TaskID]
  /// Their rows, and how many of them stand above each.
  let places: [TaskID: Int]
  let numbers: [TaskID: Int]

  init(_ rows: [TaskListRow]) {
    self.rows = rows
    var tasks: [TaskID] = []
    var places: [TaskID: Int] = [:]
    var numbers: [TaskID: Int] = [:]
    for (row, content) in rows.enumerated() {
      guard let id = content.task else { continue }
      places[id] = row
      numbers[id] = tasks.count
      tasks.append(id)
    }
    (self.tasks, self.places, self.numbers) = (tasks, places, numbers)
  }
}

import Model
import Synchronization

/// Who looks at which task now, by the numbers of the clients. Any thread.
final class Onlookers: Sendable {
  private let tasks = Mutex<[Int: TaskID]>([:])

  /// Whether somebody looks at a task.
  func look(at task: TaskID) -> Bool { tasks.withLock { $0.values.contains(task) } }

  /// A client looks at another task, or at none.
  func set(_ task: TaskID?, of client: Int) { tasks.withLock { $0[client] = task } }
}

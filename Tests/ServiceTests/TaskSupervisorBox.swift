import Supervision
import Synchronization

/// Keeps the supervisor that a service was built with.
final class TaskSupervisorBox: Sendable {
  private let contents = Mutex<TaskSupervisor?>(nil)

  var made: TaskSupervisor? { contents.withLock { $0 } }

  func make(_ desk: Desk, _ announce: @escaping @Sendable (SupervisionNotice) -> Void) -> TaskSupervisor {
    let made = TaskSupervisor(desk: desk, announce: announce)
    contents.withLock { $0 = made }
    return made
  }
}

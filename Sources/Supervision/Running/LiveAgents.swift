import Model
internal import Synchronization

/// Which tasks have an agent's process, from before it is started until it and all that it started are gone. Asked without waiting, so that a decision
/// about `max_live` is made on what is so in that moment.
final class LiveAgents: Sendable {
  private let tasks = Mutex<Set<TaskID>>([])

  /// All of them.
  var all: Set<TaskID> { tasks.withLock { $0 } }

  /// A task's agent is about to be started.
  func insert(_ task: TaskID) { tasks.withLock { _ = $0.insert(task) } }

  /// A task's agent is gone.
  func remove(_ task: TaskID) { tasks.withLock { _ = $0.remove(task) } }
}

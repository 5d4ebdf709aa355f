import Model
import Supervision
import Synchronization

/// Everything that a client would have been told, and who waits for what.
final class StoryBook: Sendable {
  private struct Waiter {
    var condition: @Sendable ([TaskID: TaskRecord]) -> Bool
    var continuation: CheckedContinuation<Void, Never>
  }
  private struct Contents {
    var tasks: [TaskID: TaskRecord] = [:]
    var phases: [TaskID: [TaskPhase]] = [:]
    var entries: [TranscriptEntry] = []
    var messages: [String] = []
    var deltas = ""
    var mostRunning = 0
    var waiters: [Waiter] = []
    var isShut = false
  }

  private let contents = Mutex(Contents())

  /// Takes a notice, in order.
  func take(_ notice: SupervisionNotice) {
    let ready = contents.withLock { contents -> [Waiter] in
      if contents.isShut { return [] }
      switch notice {
      case .task(let record):
        contents.tasks[record.id] = record
        if contents.phases[record.id]?.last != record.phase { contents.phases[record.id, default: []].append(record.phase) }
        contents.mostRunning = max(contents.mostRunning, contents.tasks.values.count { $0.phase.holdsSlot })
      case .entries(let entries): contents.entries += entries
      case .delta(_, _, _, _, let text): contents.deltas += text
      case .message(_, let text): contents.messages.append(text)
      case .queue, .outbox: break
      }
      let ready = contents.waiters.filter { $0.condition(contents.tasks) }
      contents.waiters.removeAll { $0.condition(contents.tasks) }
      return ready
    }
    for waiter in ready { waiter.continuation.resume() }
  }

  /// Takes the facts of a restart without counting them as told.
  func begin(_ tasks: [TaskRecord]) {
    contents.withLock { contents in for task in tasks { contents.tasks[task.id] = task } }
  }

  /// Takes nothing more.
  func shut() { contents.withLock { $0.isShut = true } }

  /// Waits until the tasks are so; the test's own time limit ends it.
  func until(_ condition: @escaping @Sendable ([TaskID: TaskRecord]) -> Bool) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isSo = contents.withLock { contents -> Bool in
          if Task.isCancelled || condition(contents.tasks) { return true }
          contents.waiters.append(Waiter(condition: condition, continuation: continuation))
          return false
        }
        if isSo { continuation.resume() }
      }
    } onCancel: {
      letGo()
    }
  }

  private func letGo() {
    let all = contents.withLock { contents -> [Waiter] in
      defer { contents.waiters = [] }
      return contents.waiters
    }
    for waiter in all { waiter.continuation.resume() }
  }

  var tasks: [TaskID: TaskRecord] { contents.withLock { $0.tasks } }
  var mostRunning: Int { contents.withLock { $0.mostRunning } }
  var messages: [String] { contents.withLock { $0.messages } }
  /// The entries of transcripts that were told, in order.
  var entries: [TranscriptEntry] { contents.withLock { $0.entries } }
  var deltas: String { contents.withLock { $0.deltas } }
  func phases(of task: TaskID) -> [TaskPhase] { contents.withLock { $0.phases[task, default: []] } }
  func events(of task: TaskID) -> [TranscriptEvent] { contents.withLock { $0.entries.filter { $0.task == task }.map(\.event) } }
}

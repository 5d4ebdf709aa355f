internal import Synchronization

/// A serial executor on one thread of its own, for actors that block (SQLite). Jobs run in the order they came. The thread ends
/// with the executor, after the last job.
///
///     actor Store {
///       private let executor = BlockingExecutor(name: "store")
///       nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
///     }
package final class BlockingExecutor: SerialExecutor {
  private enum Entry: Sendable {
    case job(UnownedJob, BlockingExecutor)
    case end
  }

  private final class Queue: Sendable {
    let entries = Mutex<[Entry]>([])
    let filled = Semaphore()

    func add(_ entry: Entry) {
      entries.withLock { $0.append(entry) }
      filled.signal()
    }

    func work() {
      while true {
        filled.wait()
        let taken = entries.withLock { entries in
          let taken = entries
          entries = []
          return taken
        }
        for entry in taken {
          switch entry {
          case .job(let job, let executor): job.runSynchronously(on: executor.asUnownedSerialExecutor())
          case .end: return
          }
        }
      }
    }
  }

  private let queue = Queue()

  /// An executor whose thread has this name (15 bytes are kept).
  package init(name: String) {
    let queue = queue
    let started = OwnThread.start(name) { queue.work() }
    precondition(started, "the system has no thread left for \(name)")
  }

  deinit { queue.add(.end) }

  /// Queues a job; called by the language.
  package func enqueue(_ job: consuming ExecutorJob) { queue.add(.job(UnownedJob(job), self)) }
}

internal import Synchronization

/// A few threads of our own for work that blocks (file walks, `fsync`), so that Swift's pool, which has one thread per core, stays free.
final class BlockingPool: Sendable {
  /// The process's pool: `runBlocking` is its only door.
  static let threads = BlockingPool(count: 4)

  private let work = Mutex<[@Sendable () -> Void]>([])
  private let filled = Semaphore()

  private init(count: Int) {
    for number in 0..<count {
      let started = OwnThread.start("carrel-block-\(number)") { [self] in
        while true {
          filled.wait()
          let body = work.withLock { $0.isEmpty ? nil : $0.removeFirst() }
          body?()
        }
      }
      precondition(started || number > 0, "the system has no thread left for blocking work")
    }
  }

  func add(_ body: @escaping @Sendable () -> Void) {
    work.withLock { $0.append(body) }
    filled.signal()
  }
}

/// Runs a body that may block on a thread of our own and returns what it returns. Bodies start in the order they came; four run at a
/// time. It is not cancelled once it was queued.
/// - Throws: what the body throws.
package func runBlocking<Value: Sendable, Failure: Error>(
  _ body: @escaping @Sendable () throws(Failure) -> Value
) async throws(Failure) -> Value {
  let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
    BlockingPool.threads.add {
      do throws(Failure) {
        continuation.resume(returning: .success(try body()))
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }
  }
  return try result.get()
}

internal import Synchronization

/// The reading end of a child's pipe. Nothing is read ahead: while nobody calls `next`, the pipe fills and the child waits.
package final class ProcessOutput: Sendable {
  private let watch: Watch
  private let draining = Mutex(false)
  private static let batch = 256 * 1024

  init(owning fd: Int32) { watch = Watch(owning: fd) }

  /// The next bytes in the order they were written, at least one and at most 256 KiB; nil at the end of the stream, after `close`, and
  /// when the task is cancelled. One reader at a time.
  package func next() async -> [UInt8]? {
    while !Task.isCancelled {
      // Asked before the read: what was written before `drain` is then always seen by this read.
      let last = draining.withLock { $0 }
      switch watch.read(most: Self.batch) {
      case .bytes(let bytes): return bytes
      case .end:
        watch.close()
        return nil
      case .notYet:
        if last {
          watch.close()
          return nil
        }
        await watch.readable()
      }
    }
    return nil
  }

  /// From now on the stream ends as soon as nothing is left in the pipe, even if somebody still holds its other end. For after the child
  /// has ended, when a grandchild keeps the pipe.
  package func drain() {
    draining.withLock { $0 = true }
    watch.wakeAll()
  }

  /// Stops reading; the child's next write fails.
  package func close() { watch.close() }
}

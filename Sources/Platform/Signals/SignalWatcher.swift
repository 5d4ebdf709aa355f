internal import CSystem
internal import Glibc

/// Signals as values. Make it first thing in the program, on the main thread, before anything starts a thread: threads inherit the
/// blocking, and a signal that one thread does not block takes its default effect.
package final class SignalWatcher: Sendable {
  private let watch: Watch

  /// Blocks these signals in this thread and in all that it starts later, and collects them.
  /// - Throws: `PlatformError.io`.
  package init(_ numbers: [Int32]) throws(PlatformError) {
    let error = cs_block_signals(numbers, numbers.count)
    guard error == 0 else { throw .io(doing: "blocking signals", reason: PlatformError.reason(error)) }
    let fd = cs_signalfd(numbers, numbers.count)
    guard fd >= 0 else { throw .io(doing: "watching signals", reason: PlatformError.reason(fd)) }
    watch = Watch(owning: fd)
  }

  /// The next signal; nil when the task is cancelled. One reader at a time.
  package func next() async -> Int32? {
    while !Task.isCancelled {
      let found = watch.withDescriptor { fd in cs_signalfd_next(fd) } ?? -EBADF
      if found > 0 { return found }
      guard found == -EAGAIN || found == -EINTR else { return nil }
      await watch.readable()
    }
    return nil
  }
}

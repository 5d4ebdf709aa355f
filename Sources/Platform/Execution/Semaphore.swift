internal import Glibc

/// A counting semaphore of the C library; what threads of our own sleep on.
final class Semaphore: Sendable {
  private nonisolated(unsafe) let handle: UnsafeMutablePointer<sem_t>

  init() {
    handle = .allocate(capacity: 1)
    sem_init(handle, 0, 0)
  }

  deinit {
    sem_destroy(handle)
    handle.deallocate()
  }

  /// Wakes one waiter, now or later.
  func signal() { sem_post(handle) }

  /// Blocks the calling thread until a signal is there for it.
  func wait() { while sem_wait(handle) != 0 {} }
}

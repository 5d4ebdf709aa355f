import Dispatch
import Platform

/// Lets a test and its server go in step.
final class Steps: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  func go() { semaphore.signal() }

  /// Blocks the calling thread.
  func wait() { semaphore.wait() }

  /// Waits without blocking the calling task's thread.
  func waitAside() async { await runBlocking { self.semaphore.wait() } }
}

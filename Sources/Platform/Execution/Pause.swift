internal import CSystem
internal import Synchronization

/// Waits so long, or until the task is cancelled. Instead of `Task.sleep`, which starts libdispatch's pool, whose monitor then wakes up every second for as
/// long as the process lives.
/// - Throws: `CancellationError` when the task was cancelled before or meanwhile.
package func pause(for duration: Duration) async throws(CancellationError) {
  let (seconds, attoseconds) = duration.components
  let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
  let sleeper = Sleeper()
  await withTaskCancellationHandler {
    await withCheckedContinuation { continuation in
      guard sleeper.sleep(continuation) else { return }
      let nanoseconds = overflow ? Int64.max / 2 : min(product, Int64.max / 2) + attoseconds / 1_000_000_000
      cs_timer_add(nanoseconds, wakeSleeper, Unmanaged.passRetained(sleeper).toOpaque())
    }
  } onCancel: {
    sleeper.wake()
  }
  if Task.isCancelled { throw CancellationError() }
}

/// One pause: woken once, by its timer or by cancellation, whichever comes first.
private final class Sleeper: Sendable {
  private struct State {
    var isAwake = false
    var continuation: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())

  /// Keeps the continuation; false, and resumed, when the pause is over already.
  func sleep(_ continuation: CheckedContinuation<Void, Never>) -> Bool {
    let sleeps = state.withLock { state in
      if state.isAwake { return false }
      state.continuation = continuation
      return true
    }
    if !sleeps { continuation.resume() }
    return sleeps
  }

  func wake() {
    let continuation = state.withLock { state in
      state.isAwake = true
      defer { state.continuation = nil }
      return state.continuation
    }
    continuation?.resume()
  }
}

/// The timer's call; nonisolated, since it comes on the timers' thread.
private nonisolated func wakeSleeper(_ context: UnsafeMutableRawPointer?) {
  guard let context else { return }
  Unmanaged<Sleeper>.fromOpaque(context).takeRetainedValue().wake()
}

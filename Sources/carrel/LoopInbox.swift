import Glibc
import Interface
import Synchronization

/// Actions for the interface from other threads, with a descriptor that becomes readable when there are some.
final class LoopInbox: Sendable {
  private struct State {
    var actions: [Action] = []
    /// Whether the loop has been woken and has not looked yet.
    var isAwake = false
    var holdsNotices = false
  }

  private let state = Mutex(State())
  /// Readable while actions wait.
  let descriptor: Int32
  private let wakeEnd: Int32

  /// An inbox; it lives as long as the program.
  init() {
    var ends: [Int32] = [-1, -1]
    _ = pipe(&ends)
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    descriptor = ends[0]
    wakeEnd = ends[1]
  }

  /// Adds an action; wakes the loop, unless it is a notice and those are held.
  func put(_ action: Action) {
    let wakes = state.withLock { state in
      state.actions.append(action)
      if state.isAwake || (state.holdsNotices && action.isNotice) { return false }
      state.isAwake = true
      return true
    }
    if wakes { wake() }
  }

  /// Whether notices let the loop sleep: while it waits for its next frame anyway.
  func hold(notices: Bool) {
    let wakes = state.withLock { state in
      state.holdsNotices = notices
      guard !notices, !state.isAwake, !state.actions.isEmpty else { return false }
      state.isAwake = true
      return true
    }
    if wakes { wake() }
  }

  /// Takes all of them.
  func take() -> [Action] {
    var bytes: (UInt64, UInt64) = (0, 0)
    while read(descriptor, &bytes, 16) > 0 {}
    return state.withLock { state in
      state.isAwake = false
      defer { state.actions = [] }
      return state.actions
    }
  }

  private func wake() {
    var byte: UInt8 = 1
    _ = write(wakeEnd, &byte, 1)
  }
}

extension Action {
  /// Whether it comes by itself: it then waits for the next frame that is due, while what was asked for is shown at once.
  var isNotice: Bool { if case .notice = self { true } else { false } }
}

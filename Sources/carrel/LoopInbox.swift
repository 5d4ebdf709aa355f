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
    /// Whether notices came while there was no room: nothing is told until the loop has looked.
    var isOverrun = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  /// The most actions that wait, as while an editor has the terminal; then the notices are given up, and the facts are asked for anew.
  private static let limit = 20_000

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

  /// Adds an action; wakes the loop, unless it is a notice and those are held. False for a notice that found no room: all that waited are gone then.
  @discardableResult
  func put(_ action: Action) -> Bool {
    var hasRoom = true
    let wakes = state.withLock { state in
      if action.isNotice, state.isOverrun || state.actions.count >= Self.limit {
        state.isOverrun = true
        state.actions.removeAll(where: \.isNotice)
        hasRoom = false
        return false
      }
      state.actions.append(action)
      if state.isAwake || (state.holdsNotices && action.isNotice) { return false }
      state.isAwake = true
      return true
    }
    if wakes { wake() }
    return hasRoom
  }

  /// Returns when the loop has taken what waits, at once when there was room for all.
  func looked() async {
    await withCheckedContinuation { continuation in
      let waits = state.withLock { state in
        if state.isOverrun { state.waiting.append(continuation) }
        return state.isOverrun
      }
      if !waits { continuation.resume() }
    }
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
    let (actions, waiting) = state.withLock { state in
      state.isAwake = false
      state.isOverrun = false
      defer { (state.actions, state.waiting) = ([], []) }
      return (state.actions, state.waiting)
    }
    for continuation in waiting { continuation.resume() }
    return actions
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

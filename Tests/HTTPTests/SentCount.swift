import Synchronization

/// A figure that a server counts up.
final class SentCount: Sendable {
  private let state = Mutex((value: 0, seen: 0, times: 0))

  var value: Int { state.withLock { $0.value } }

  func add(_ count: Int) { state.withLock { $0.value += count } }

  /// Whether it was the same at several looks after another, and not zero.
  func standsStill() async -> Bool {
    state.withLock { state in
      state.times = state.value == state.seen ? state.times + 1 : 0
      state.seen = state.value
      return state.times > 20
    }
  }
}

import Synchronization

/// Keeps the beginning and the end of a program's output, and counts the rest.
final class OutputKeeper: Sendable {
  private struct State {
    var head: [UInt8] = []
    var tail: [UInt8] = []
    var total = 0
  }

  private let limit: Int
  private let state = Mutex(State())

  /// Keeps so many bytes of each.
  init(limit: Int) { self.limit = limit }

  /// Takes more output.
  func add(_ bytes: [UInt8]) {
    state.withLock { state in
      state.total += bytes.count
      let room = limit - state.head.count
      state.head += bytes.prefix(max(0, room))
      state.tail += bytes.dropFirst(max(0, room)).suffix(limit)
      if state.tail.count > 2 * limit { state.tail.removeFirst(state.tail.count - limit) }
    }
  }

  /// What was kept, as text.
  var text: String {
    state.withLock { state in
      let tail = state.tail.suffix(limit)
      let left = state.total - state.head.count - tail.count
      let head = String(decoding: state.head, as: UTF8.self)
      let end = String(decoding: tail, as: UTF8.self)
      return left > 0 ? "\(head)\n[truncated: \(left) bytes left out]\n\(end)" : head + end
    }
  }
}

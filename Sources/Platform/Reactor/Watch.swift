internal import CSystem
internal import Glibc
internal import Synchronization

/// One non-blocking descriptor and those who wait for it to become readable or writable. Owns the descriptor: it is closed by `close`
/// or at the end of the watch's life. Waiters are woken at readiness, hang-up and close alike, and sometimes without reason: they try
/// again.
final class Watch: Sendable {
  typealias Waiter = @Sendable () -> Void

  private enum Side: Sendable { case reading, writing }

  private struct State {
    var fd: Int32
    var registered = false
    var next = 0
    var readers: [Int: Waiter] = [:]
    var writers: [Int: Waiter] = [:]

    mutating func add(_ waiter: @escaping Waiter, _ side: Side) -> Int {
      next += 1
      switch side {
      case .reading: readers[next] = waiter
      case .writing: writers[next] = waiter
      }
      return next
    }

    mutating func takeAll() -> [Waiter] {
      let taken = Array(readers.values) + Array(writers.values)
      readers = [:]
      writers = [:]
      return taken
    }
  }

  private let token: UInt64
  private let state: Mutex<State>

  /// Takes the descriptor over, which has to be non-blocking.
  init(owning fd: Int32) {
    token = Reactor.thread.newToken()
    state = Mutex(State(fd: fd))
  }

  deinit { close() }

  /// Runs the body with the descriptor, which cannot be closed meanwhile; nil when it is closed. The body must not block.
  func withDescriptor<Result: Sendable>(_ body: (Int32) -> Result) -> Result? {
    state.withLock { state in state.fd < 0 ? nil : body(state.fd) }
  }

  /// Whether the descriptor is closed.
  var isClosed: Bool { state.withLock { $0.fd < 0 } }

  /// Runs the waiter once, on the reactor's thread, when there is something to read; at once and here when the watch is closed.
  func onReadable(_ waiter: @escaping Waiter) { wait(.reading, waiter) }

  /// The same for writing.
  func onWritable(_ waiter: @escaping Waiter) { wait(.writing, waiter) }

  /// Returns when there may be something to read, when the watch is closed, or when the task is cancelled.
  func readable() async { await ready(.reading) }

  /// The same for writing.
  func writable() async { await ready(.writing) }

  /// Closes the descriptor and wakes everybody.
  func close() {
    let woken = state.withLock { state in shut(&state) }
    for waiter in woken { waiter() }
  }

  /// Wakes all who wait, who then find nothing to wait for.
  func wakeAll() {
    let woken = state.withLock { $0.takeAll() }
    for waiter in woken { waiter() }
  }

  /// Called by the reactor with what epoll said.
  func fire(_ events: UInt32) {
    let gone = events & cs_epoll_gone() != 0
    let woken = state.withLock { state -> [Waiter] in
      guard state.fd >= 0 else { return [] }
      var woken: [Waiter] = []
      if gone || events & cs_epoll_in() != 0 {
        woken += state.readers.values
        state.readers = [:]
      }
      if gone || events & cs_epoll_out() != 0 {
        woken += state.writers.values
        state.writers = [:]
      }
      return woken + arm(&state)
    }
    for waiter in woken { waiter() }
  }

  private func wait(_ side: Side, _ waiter: @escaping Waiter) {
    let woken = state.withLock { state -> [Waiter] in
      guard state.fd >= 0 else { return [waiter] }
      _ = state.add(waiter, side)
      return arm(&state)
    }
    for waiter in woken { waiter() }
  }

  private func ready(_ side: Side) async {
    let number = Mutex<Int?>(nil)
    await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
        let woken = state.withLock { state -> [Waiter] in
          guard state.fd >= 0, !Task.isCancelled else { return [{ continuation.resume() }] }
          let mine = state.add({ continuation.resume() }, side)
          number.withLock { $0 = mine }
          return arm(&state)
        }
        for waiter in woken { waiter() }
      }
    } onCancel: {
      let waiter = state.withLock { state -> Waiter? in
        guard let mine = number.withLock({ $0 }) else { return nil }
        return state.readers.removeValue(forKey: mine) ?? state.writers.removeValue(forKey: mine)
      }
      waiter?()
    }
  }

  /// Arms for those who wait; gives back everybody when the kernel refuses, which closes the watch.
  private func arm(_ state: inout State) -> [Waiter] {
    var events: UInt32 = 0
    if !state.readers.isEmpty { events |= cs_epoll_in() }
    if !state.writers.isEmpty { events |= cs_epoll_out() }
    guard events != 0 else { return [] }
    guard Reactor.thread.arm(self, token: token, fd: state.fd, events: events, registered: state.registered) else { return shut(&state) }
    state.registered = true
    return []
  }

  private func shut(_ state: inout State) -> [Waiter] {
    guard state.fd >= 0 else { return [] }
    Reactor.thread.remove(token: token, fd: state.fd, registered: state.registered)
    _ = Glibc.close(state.fd)
    state.fd = -1
    return state.takeAll()
  }
}

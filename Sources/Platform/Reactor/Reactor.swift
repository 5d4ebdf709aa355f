internal import CSystem
internal import Glibc
internal import Synchronization

/// The one thread that waits for all descriptors of the process: pipes, sockets, pidfds, signals. It only wakes who waits; reading and
/// writing are done by the woken. Every registration is one-shot: a descriptor that nobody waits for is not watched at all, which is
/// the back-pressure (a one-shot registration is also silent about hang-ups, where `events = 0` would spin).
final class Reactor: Sendable {
  /// The process's reactor. It starts with the first descriptor and never ends.
  static let thread = Reactor()

  private let epoll: Int32
  private let state = Mutex(State())

  private struct State {
    var next: UInt64 = 1
    /// Watches that are armed; they live at least until they fire.
    var armed: [UInt64: Watch] = [:]
  }

  private init() {
    epoll = cs_epoll_create()
    precondition(epoll >= 0, "epoll: \(PlatformError.reason(epoll))")
    // Writing to a pipe whose reader is gone has to be an error and not the end of the process.
    cs_ignore_sigpipe()
    let started = OwnThread.start("carrel-reactor") { [self] in run() }
    precondition(started, "the system has no thread left for the reactor")
  }

  /// A token that no watch has had before.
  func newToken() -> UInt64 {
    state.withLock { state in
      state.next += 1
      return state.next
    }
  }

  /// Arms a descriptor once for these events. False when the kernel refused.
  func arm(_ watch: Watch, token: UInt64, fd: Int32, events: UInt32, registered: Bool) -> Bool {
    state.withLock { $0.armed[token] = watch }
    let result = cs_epoll_control(epoll, registered ? 2 : 1, fd, events | cs_epoll_oneshot(), token)
    if result < 0 { state.withLock { $0.armed[token] = nil } }
    return result >= 0
  }

  /// Forgets who waits behind a token; the descriptor itself leaves epoll too when it was registered.
  func remove(token: UInt64, fd: Int32, registered: Bool) {
    if registered { _ = cs_epoll_control(epoll, 3, fd, 0, token) }
    // The watch may be released by this: not under the lock, since its end comes back here.
    let last = state.withLock { $0.armed.removeValue(forKey: token) }
    withExtendedLifetime(last) {}
  }

  private func run() {
    var tokens = [UInt64](repeating: 0, count: 64)
    var events = [UInt32](repeating: 0, count: 64)
    while true {
      let count = cs_epoll_wait(epoll, &tokens, &events, 64)
      guard count > 0 else { continue }
      for index in 0..<Int(count) {
        let watch = state.withLock { $0.armed.removeValue(forKey: tokens[index]) }
        watch?.fire(events[index])
      }
    }
  }
}

internal import CSystem
internal import Glibc
internal import Synchronization

/// Notices a child's end through its pidfd and reaps it at once, whether anybody waits or not.
final class ChildExit: Sendable {
  private struct State {
    var exit: ProcessExit?
    var waiting: [CheckedContinuation<ProcessExit, Never>] = []
  }

  private let pid: Int32
  private let watch: Watch
  private let endsGroup: Bool
  private let state = Mutex(State())

  init(pid: Int32, owning pidfd: Int32, endsGroup: Bool) {
    self.pid = pid
    watch = Watch(owning: pidfd)
    self.endsGroup = endsGroup
  }

  /// Begins to watch; the reactor keeps this object alive until the child has ended.
  func start() { watch.onReadable { [self] in check() } }

  /// The child's end; at once when it has ended.
  func wait() async -> ProcessExit {
    await withCheckedContinuation { (continuation: CheckedContinuation<ProcessExit, Never>) in
      let ended = state.withLock { state -> ProcessExit? in
        if state.exit == nil { state.waiting.append(continuation) }
        return state.exit
      }
      if let ended { continuation.resume(returning: ended) }
    }
  }

  /// The child's end if it has ended.
  var present: ProcessExit? { state.withLock { $0.exit } }

  /// Signals the child, and nobody else: nothing happens once it is reaped.
  func signal(_ number: Int32) { _ = watch.withDescriptor { fd in cs_pidfd_signal(fd, number) } }

  /// Signals the child's process group; nothing happens once the child is reaped, since its number may be somebody else's then.
  func signalGroup(_ number: Int32) {
    state.withLock { state in
      if state.exit == nil { _ = kill(-pid, number) }
    }
  }

  private func check() {
    let ended = watch.withDescriptor { fd in cs_pidfd_ended(fd) } ?? -1
    if ended == 0 {
      start()
      return
    }
    let (exit, waiting) = state.withLock { state -> (ProcessExit, [CheckedContinuation<ProcessExit, Never>]) in
      // Still a zombie, so the group's number is its own.
      if endsGroup && ended == 1 { _ = kill(-pid, SIGKILL) }
      var value: Int32 = 0
      var signalled: Int32 = 0
      let reaped = watch.withDescriptor { fd in cs_pidfd_reap(fd, &value, &signalled) } ?? -1
      // Somebody else reaped it, which only a foreign wait for any child does: its status is lost.
      let exit: ProcessExit = reaped != 1 ? .code(255) : signalled != 0 ? .signal(Int(value)) : .code(Int(value))
      let waiting = state.waiting
      state.exit = exit
      state.waiting = []
      return (exit, waiting)
    }
    watch.close()
    for continuation in waiting { continuation.resume(returning: exit) }
  }
}

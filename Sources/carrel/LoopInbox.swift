import Glibc
import Interface
import Synchronization

/// Actions for the interface from other threads, with a descriptor that becomes readable when there are some.
final class LoopInbox: Sendable {
  private let actions = Mutex<[Action]>([])
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

  /// Adds an action; wakes the loop.
  func put(_ action: Action) {
    let wake = actions.withLock { list in
      list.append(action)
      return list.count == 1
    }
    guard wake else { return }
    var byte: UInt8 = 1
    _ = write(wakeEnd, &byte, 1)
  }

  /// Takes all of them.
  func take() -> [Action] {
    var bytes: (UInt64, UInt64) = (0, 0)
    while read(descriptor, &bytes, 16) > 0 {}
    return actions.withLock { list in
      defer { list = [] }
      return list
    }
  }
}

import CSystem
import Glibc
import Interface
import Synchronization

/// Actions for the interface from other threads, with a descriptor that becomes readable when there are some.
final class LoopInbox: Sendable {
  private let actions = Mutex<[Action]>([])
  /// Readable while actions wait.
  let descriptor: Int32

  init() { descriptor = cs_eventfd() }

  /// Adds an action; wakes the loop.
  func put(_ action: Action) {
    let wake = actions.withLock { list in
      list.append(action)
      return list.count == 1
    }
    guard wake else { return }
    var one: UInt64 = 1
    _ = write(descriptor, &one, 8)
  }

  /// Takes all of them.
  func take() -> [Action] {
    var count: UInt64 = 0
    _ = read(descriptor, &count, 8)
    return actions.withLock { list in
      defer { list = [] }
      return list
    }
  }
}

import Dispatch
import Synchronization

/// Runs asynchronous work from the main thread, which waits for it.
enum Blocking {
  /// The work's result.
  static func run<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value {
    let done = DispatchSemaphore(value: 0)
    let box = Box<Value>()
    Task.detached {
      box.set(await work())
      done.signal()
    }
    while true {
      done.wait()
      if let value = box.value { return value }
    }
  }

  private final class Box<Value: Sendable>: Sendable {
    private let content = Mutex<Value?>(nil)
    func set(_ value: Value) { content.withLock { $0 = value } }
    var value: Value? { content.withLock { $0 } }
  }
}

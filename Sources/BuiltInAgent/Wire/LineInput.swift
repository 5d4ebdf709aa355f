import Glibc
import Platform

/// What the client sends: bytes from a descriptor, read on a thread of its own.
actor LineInput {
  private nonisolated let executor = BlockingExecutor(name: "agent-input")
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
  private let descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// The next bytes; nil at the end.
  func next() -> [UInt8]? {
    while true {
      let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
      }
      if !bytes.isEmpty { return bytes }
      guard errno == EINTR || errno == EAGAIN, isWaiting() else { return nil }
    }
  }

  /// Whether the last read was only too early; waits until the next has a chance.
  private func isWaiting() -> Bool {
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let found = poll(&wait, 1, -1)
    return found > 0 && wait.revents & Int16(POLLIN) != 0 || found < 0 && errno == EINTR
  }
}

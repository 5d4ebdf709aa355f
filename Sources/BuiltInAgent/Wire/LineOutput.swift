import Glibc
import JSON
import Platform

/// What the client is told: one JSON value a line, written on a thread of its own in the order of the calls.
actor LineOutput {
  private nonisolated let executor = BlockingExecutor(name: "agent-output")
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
  private let descriptor: Int32
  private var isBroken = false

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Writes a line; nothing when nobody reads any more.
  func write(_ value: JSONValue) {
    guard !isBroken else { return }
    var bytes: [UInt8] = []
    value.appendBytes(to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
    var offset = 0
    while offset < bytes.count {
      let done = bytes.withUnsafeBytes { raw in Glibc.write(descriptor, raw.baseAddress.map { $0 + offset }, raw.count - offset) }
      if done < 0, errno == EINTR { continue }
      if done < 0, errno == EAGAIN {
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&wait, 1, -1)
        continue
      }
      guard done > 0 else {
        isBroken = true
        return
      }
      offset += done
    }
  }
}

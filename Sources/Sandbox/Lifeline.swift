internal import Platform

/// Our end of the connection that a sandbox lives on. Only this process holds it: when it is cut, dropped, or this process ends in
/// whatever way, the warden sees the hang-up and everything inside ends. The bytes are those of Sources/warden/warden.c.
package final class Lifeline: Sendable {
  private let pair: SocketPair

  init(_ pair: SocketPair) { self.pair = pair }

  /// Sends a signal to the process group of the program inside. Nothing happens when it has ended.
  package func signal(_ number: Int32) { pair.send([UInt8(truncatingIfNeeded: number)]) }

  /// Stops every process inside (SIGSTOP) until `thaw`; nothing is lost, and ending works as ever.
  package func freeze() { pair.send([0xF0]) }

  /// Lets every process inside go on.
  package func thaw() { pair.send([0xF1]) }

  /// The next listening socket that the warden made inside, with its port; nil when there is none to come any more.
  func listener() async -> (socket: OwnedDescriptor, port: UInt16)? {
    guard let (socket, bytes) = await pair.receive(beside: 2) else { return nil }
    return (socket, UInt16(bytes[0]) << 8 | UInt16(bytes[1]))
  }

  /// Ends everything inside at once (SIGKILL).
  package func cut() { pair.close() }
}

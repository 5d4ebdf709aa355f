internal import CSystem
internal import Glibc

/// Our end of a pair of connected Unix stream sockets whose other end a child was given. The child may send descriptors over it.
/// Any caller, any order; nothing waits but `receive`.
package final class SocketPair: Sendable {
  /// The other end, for `ProcessCommand.extraDescriptors`; to be closed when the child has it.
  package let other: OwnedDescriptor
  private let watch: Watch

  /// A pair.
  /// - Throws: `PlatformError.io`.
  package init() throws(PlatformError) {
    var ends: [Int32] = [-1, -1]
    let error = cs_socket_pair(&ends)
    guard error == 0 else { throw .io(doing: "making a pair of sockets", reason: PlatformError.reason(error)) }
    watch = Watch(owning: ends[0])
    other = OwnedDescriptor(owning: ends[1])
  }

  deinit { close() }

  /// Sends a few bytes without waiting. False when it is closed, full or the peer is gone.
  @discardableResult package func send(_ bytes: [UInt8]) -> Bool {
    watch.withDescriptor { cs_send($0, bytes, bytes.count) == bytes.count } ?? false
  }

  /// The next descriptor that the peer sends with exactly `count` bytes beside it; nil when the peer is gone, after `close`, and when the task is cancelled.
  package func receive(beside count: Int) async -> (descriptor: OwnedDescriptor, bytes: [UInt8])? {
    while !Task.isCancelled {
      let answer = watch.withDescriptor { fd -> (Int32, [UInt8]) in
        var bytes = [UInt8](repeating: 0, count: count)
        return (cs_receive_descriptor(fd, &bytes, count), bytes)
      }
      guard let (found, bytes) = answer else { return nil }
      if found >= 0 { return (OwnedDescriptor(owning: found), bytes) }
      guard found == -EAGAIN else { return nil }
      await watch.readable()
    }
    return nil
  }

  /// Ends the connection: the peer sees the hang-up at once.
  package func close() {
    watch.withDescriptor { cs_shutdown($0) }
    watch.close()
  }
}

internal import CSystem
internal import Glibc

/// One connected TCP socket. Nothing is queued here: reading takes what is there, writing returns when the kernel has taken all, so that a slow peer slows the
/// other down. One reader and one writer at a time, in any task; `close` from anywhere.
package final class TCPConnection: Sendable {
  private let watch: Watch

  /// Takes a non-blocking descriptor over.
  init(owning fd: Int32) {
    cs_tcp_prepare(fd)
    watch = Watch(owning: fd)
  }

  deinit { close() }

  /// Connects to an address: to this very one, no name is asked for again.
  /// - Throws: `PlatformError.address`: refused, unreachable, not in time, or given up by cancelling the task.
  package static func connect(to address: InternetAddress, seconds: Double) async throws(PlatformError) -> TCPConnection {
    let fd = cs_tcp_connect(address.bytes, address.bytes.count, address.port)
    guard fd >= 0 else { throw .address(path: address.text, reason: PlatformError.reason(fd)) }
    let connection = TCPConnection(owning: fd)
    let timer = connection.closing(after: seconds)
    defer { timer.cancel() }
    while !Task.isCancelled {
      guard let state = connection.watch.withDescriptor({ cs_tcp_connected($0) }) else {
        throw .address(path: address.text, reason: "no answer within \(Int(seconds)) s")
      }
      if state > 0 { return connection }
      if state < 0 { throw .address(path: address.text, reason: PlatformError.reason(state)) }
      await connection.watch.writable()
    }
    throw .address(path: address.text, reason: "it was given up")
  }

  /// Closes the connection after so many seconds, unless the returned task is cancelled before.
  package func closing(after seconds: Double) -> Task<Void, Never> {
    Task { [weak self] in
      do throws(CancellationError) { try await pause(for: .seconds(seconds)) } catch { return }
      self?.close()
    }
  }

  /// The next bytes, at most so many; nil at the end, after `close`, on an error, and when the task is cancelled.
  package func read(most: Int = 64 * 1024) async -> [UInt8]? {
    while !Task.isCancelled {
      switch watch.read(most: most) {
      case .bytes(let bytes): return bytes
      case .end: return nil
      case .notYet: await watch.readable()
      }
    }
    return nil
  }

  /// Writes all of the bytes, waiting for the peer to take them. False when it is gone, after `close`, and when the task is cancelled.
  @discardableResult package func write(_ bytes: [UInt8]) async -> Bool {
    var offset = 0
    while offset < bytes.count {
      if Task.isCancelled { return false }
      let done = watch.write(bytes, from: offset, socket: true)
      if done < 0 { return false }
      offset += done
      if done == 0 { await watch.writable() }
    }
    return true
  }

  /// Carries everything that comes from here to the other connection, through one buffer, until this peer has finished sending; then tells the other so. `count` is
  /// told of each piece that was carried.
  /// - Returns: whether it came to that end; false when either connection broke, was closed, or the task was cancelled.
  package func carry(to other: TCPConnection, count: @Sendable (Int) -> Void) async -> Bool {
    let size = 256 * 1024
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
    defer { buffer.deallocate() }
    while !Task.isCancelled {
      let got = watch.withDescriptor { cs_receive($0, buffer.baseAddress, size) } ?? -Int(EBADF)
      if got == -Int(EAGAIN) {
        await watch.readable()
        continue
      }
      if got < 0 { return false }
      if got == 0 {
        other.finishSending()
        return true
      }
      var offset = 0
      while offset < got {
        if Task.isCancelled { return false }
        let rest = UnsafeRawBufferPointer(rebasing: buffer[offset..<got])
        let done = other.watch.withDescriptor { cs_send($0, rest.baseAddress, rest.count) } ?? -Int(EBADF)
        if done == -Int(EAGAIN) {
          await other.watch.writable()
        } else if done < 0, done != -Int(EINTR) {
          return false
        } else {
          offset += max(done, 0)
        }
      }
      count(got)
    }
    return false
  }

  /// Tells the peer that nothing more comes. Reading goes on.
  package func finishSending() { _ = watch.withDescriptor { cs_shutdown_writing($0) } }

  /// Closes at once; who reads or writes is woken.
  package func close() { watch.close() }
}

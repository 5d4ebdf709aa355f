internal import CSystem
internal import Glibc
internal import Synchronization

/// One connected Unix stream socket. Sending never waits: bytes are queued up to a bound, and a peer that lets the queue pass it is cut.
package final class UnixConnection: Sendable {
  /// The peer's user.
  package let peerUid: UInt32
  /// The peer's process when it connected.
  package let peerPid: Int32

  private struct State {
    var queue: [[UInt8]] = []
    /// How much of the first piece is sent.
    var offset = 0
    var pending = 0
    var armed = false
    var finishing = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let watch: Watch
  private let limit: Int
  private let state = Mutex(State())

  /// Takes a connected, non-blocking descriptor over.
  init(owning fd: Int32, peerUid: UInt32, peerPid: Int32, outputLimit: Int) {
    watch = Watch(owning: fd)
    self.peerUid = peerUid
    self.peerPid = peerPid
    limit = outputLimit
  }

  deinit { close() }

  /// Connects to a listener of the same user. `outputLimit`: bytes that may wait for the peer.
  /// - Throws: `PlatformError.address` when nobody listens there, the path is too long, or the listener is another user's.
  package static func connect(_ path: String, outputLimit: Int = 8 * 1024 * 1024) throws(PlatformError) -> UnixConnection {
    try UnixListener.check(path)
    let fd = cs_unix_connect(path)
    guard fd >= 0 else { throw .address(path: path, reason: PlatformError.reason(fd)) }
    var uid: UInt32 = 0
    var pid: Int32 = 0
    guard cs_peer(fd, &uid, &pid) == 0, uid == getuid() else {
      Glibc.close(fd)
      throw .address(path: path, reason: "the program that listens there belongs to another user")
    }
    return UnixConnection(owning: fd, peerUid: uid, peerPid: pid, outputLimit: outputLimit)
  }

  /// The next bytes, at most 256 KiB; nil at the end, after `close`, on an error, and when the task is cancelled. One reader at a time.
  package func read() async -> [UInt8]? {
    while !Task.isCancelled {
      switch watch.read(most: 256 * 1024) {
      case .bytes(let bytes): return bytes
      case .end: return nil
      case .notYet: await watch.readable()
      }
    }
    return nil
  }

  /// Sends bytes after all that were sent before. False when the connection is closed, or when this passes the bound, which closes it.
  package func send(_ bytes: [UInt8]) -> Bool {
    if watch.isClosed { return false }
    let (accepted, arm, cut) = state.withLock { state -> (Bool, Bool, Bool) in
      if state.finishing { return (false, false, false) }
      if bytes.isEmpty { return (true, false, false) }
      guard state.pending + bytes.count <= limit else { return (false, false, true) }
      state.queue.append(bytes)
      state.pending += bytes.count
      if state.armed { return (true, false, false) }
      switch flush(&state) {
      case .done: return (true, false, false)
      case .wait:
        state.armed = true
        return (true, true, false)
      case .failed: return (false, false, true)
      }
    }
    if cut { close() }
    if arm { watch.onWritable { [self] in writable() } }
    return accepted
  }

  /// Sends a descriptor with one byte beside it; ours stays open. Only while nothing else waits to be sent. False when it could not be sent at once.
  package func send(descriptor: OwnedDescriptor) -> Bool {
    guard pendingBytes == 0 else { return false }
    return watch.withDescriptor { cs_send_descriptor($0, descriptor.number, [1], 1) == 0 } ?? false
  }

  /// The descriptor that the peer sends next, as its first message; nil when it sends something else or goes. One reader at a time.
  package func receiveDescriptor() async -> OwnedDescriptor? {
    while !Task.isCancelled {
      let found = watch.withDescriptor { fd -> Int32 in
        var byte: [UInt8] = [0]
        return cs_receive_descriptor(fd, &byte, 1)
      }
      guard let found else { return nil }
      if found >= 0 { return OwnedDescriptor(owning: found) }
      guard found == -EAGAIN else { return nil }
      await watch.readable()
    }
    return nil
  }

  /// Bytes that wait for the peer.
  package var pendingBytes: Int { state.withLock { $0.pending } }

  /// Returns when nothing waits for the peer any more, or the connection is closed.
  package func drained() async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let waits = state.withLock { state -> Bool in
        guard state.pending > 0, !watch.isClosed else { return false }
        state.waiting.append(continuation)
        return true
      }
      if !waits { continuation.resume() }
    }
  }

  /// Sends what waits, then tells the peer that nothing more comes. Reading goes on.
  package func finishSending() {
    let now = state.withLock { state in
      state.finishing = true
      return state.pending == 0
    }
    if now { _ = watch.withDescriptor { fd in cs_shutdown_writing(fd) } }
  }

  /// Closes at once and drops what waits.
  package func close() {
    watch.close()
    let waiting = state.withLock { state in
      state.queue = []
      state.offset = 0
      state.pending = 0
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  private enum Flush { case done, wait, failed }

  private func flush(_ state: inout State) -> Flush {
    var sent = 0
    defer { state.queue.removeFirst(min(sent, state.queue.count)) }
    while sent < state.queue.count {
      let piece = state.queue[sent]
      let done = watch.write(piece, from: state.offset, socket: true)
      if done < 0 { return .failed }
      if done == 0 { return .wait }
      state.offset += done
      state.pending -= done
      if state.offset == piece.count {
        sent += 1
        state.offset = 0
      }
    }
    return .done
  }

  private func writable() {
    let (result, finishing, waiting) = state.withLock { state -> (Flush, Bool, [CheckedContinuation<Void, Never>]) in
      let result = flush(&state)
      if result == .done { state.armed = false }
      defer { if result == .done { state.waiting = [] } }
      return (result, state.finishing, result == .done ? state.waiting : [])
    }
    switch result {
    case .wait: watch.onWritable { [self] in writable() }
    case .failed: close()
    case .done: if finishing { _ = watch.withDescriptor { fd in cs_shutdown_writing(fd) } }
    }
    for continuation in waiting { continuation.resume() }
  }
}

import Platform
internal import Synchronization
import Wire

/// Hands notices to every attached client: encoded once, queued on each connection. A client that does not read is cut when its queue is full; it comes back and
/// takes the facts as they are then. It never slows anybody else.
final class NoticeHub: Sendable {
  private let clean: @Sendable ([UInt8]) -> [UInt8]
  private let connections = Mutex<[Int: UnixConnection]>([:])

  /// A hub; `clean` takes secrets out of every line.
  init(clean: @escaping @Sendable ([UInt8]) -> [UInt8]) { self.clean = clean }

  /// From now on this client gets every notice.
  func add(_ id: Int, _ connection: UnixConnection) { connections.withLock { $0[id] = connection } }

  /// No more notices for this client.
  func remove(_ id: Int) { connections.withLock { $0[id] = nil } }

  /// Whether this client gets every notice.
  func has(_ id: Int) -> Bool { connections.withLock { $0[id] != nil } }

  /// How many are attached.
  var count: Int { connections.withLock { $0.count } }

  /// Waits until the clients have taken what was sent, or so many seconds.
  func drained(seconds: Double) async {
    let all = connections.withLock { Array($0.values) }
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        try? await pause(for: .seconds(seconds))
        // One that takes nothing is let go: its bytes are nobody's any more.
        if !Task.isCancelled { for connection in all { connection.close() } }
      }
      group.addTask { for connection in all { await connection.drained() } }
      await group.next()
      group.cancelAll()
    }
  }

  /// Sends a notice to all. Called in the order in which things happened.
  func deliver(_ notice: Notice) {
    connections.withLock { all in
      if all.isEmpty { return }
      let bytes = clean(MessageCodec.encode(ServiceMessage.notice(notice)))
      for (id, connection) in all where !connection.send(bytes) { all[id] = nil }
    }
  }
}

import Platform
internal import Synchronization
import Wire

/// Hands notices to every attached client: encoded once, queued on each connection. A client that does not read is cut when its queue is full; it comes back and
/// takes the facts as they are then. It never slows anybody else.
final class NoticeHub: Sendable {
  private let connections = Mutex<[Int: UnixConnection]>([:])

  /// From now on this client gets every notice.
  func add(_ id: Int, _ connection: UnixConnection) { connections.withLock { $0[id] = connection } }

  /// No more notices for this client.
  func remove(_ id: Int) { connections.withLock { $0[id] = nil } }

  /// How many are attached.
  var count: Int { connections.withLock { $0.count } }

  /// Sends a notice to all. Called in the order in which things happened.
  func deliver(_ notice: Notice) {
    connections.withLock { all in
      if all.isEmpty { return }
      let bytes = MessageCodec.encode(ServiceMessage.notice(notice))
      for (id, connection) in all where !connection.send(bytes) { all[id] = nil }
    }
  }
}

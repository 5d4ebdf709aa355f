import Platform
import Synchronization

/// A server on this host's loopback that does one thing with each connection.
final class Upstream: Sendable {
  private let listener: TCPListener
  private let accepting: Task<Void, Never>
  let port: UInt16

  /// A server; each connection is served by the body and then closed.
  init(_ serve: @escaping @Sendable (TCPConnection) async -> Void) throws {
    let listener = try TCPListener(at: .loopback(0))
    self.listener = listener
    port = listener.port
    accepting = Task {
      while let connection = await listener.accept() {
        Task {
          await serve(connection)
          connection.close()
        }
      }
    }
  }

  /// Sends back what it gets, and ends when the other side has finished.
  static func echo() throws -> Upstream {
    try Upstream { connection in
      while let bytes = await connection.read() { await connection.write(bytes) }
    }
  }

  deinit {
    accepting.cancel()
    listener.close()
  }

  var address: InternetAddress { .loopback(port) }
}

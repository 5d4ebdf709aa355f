import Glibc
import Platform
import Synchronization

/// A server on the loopback for tests of clients: every connection is handed to the test's own body, on a thread of its own, which may block. Ends with the
/// object.
package final class LoopbackServer: Sendable {
  /// One connection.
  package final class Connection: Sendable {
    private let descriptor: Int32
    private let held = Mutex<[UInt8]>([])

    fileprivate init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Reads one request; nil when the client has gone.
    package func request() -> LoopbackRequest? {
      while true {
        if let request = held.withLock({ LoopbackRequest.take(from: &$0) }) { return request }
        guard let bytes = read(), !bytes.isEmpty else { return nil }
        held.withLock { $0 += bytes }
      }
    }

    /// Writes all; false when the client has gone.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Bool {
      var done = 0
      while done < bytes.count {
        let sent = bytes[done...].withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        guard sent > 0 else { return false }
        done += sent
      }
      return true
    }

    /// Writes text.
    @discardableResult
    package func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Writes a whole answer that closes the connection.
    package func answer(_ status: Int, _ body: String, headers: [String] = []) {
      let lines = ["HTTP/1.1 \(status) Status", "Content-Length: \(body.utf8.count)", "Connection: close"] + headers
      send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    /// Begins an answer whose body goes on until the connection is closed.
    package func begin(_ status: Int = 200, headers: [String] = []) {
      send((["HTTP/1.1 \(status) Status", "Connection: close"] + headers).joined(separator: "\r\n") + "\r\n\r\n")
    }

    /// Writes one chunk of a chunked body.
    @discardableResult
    package func chunk(_ text: String) -> Bool { send("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n") }

    /// Waits until the client has closed the connection.
    package func waitForClose() { while let bytes = read(), !bytes.isEmpty {} }

    private func read() -> [UInt8]? {
      var buffer = [UInt8](repeating: 0, count: 65_536)
      let count = recv(descriptor, &buffer, buffer.count, 0)
      return count < 0 ? nil : Array(buffer.prefix(count))
    }
  }

  /// `http://127.0.0.1:PORT`.
  package let address: String
  /// The port.
  package let port: Int
  private let descriptor: Int32
  private let log: Log

  private final class Log: Sendable { let requests = Mutex<[LoopbackRequest]>([]) }

  /// A server that serves with this body; it reads the request itself.
  /// - Throws: `TestRepositoryFailure` when the system has no port.
  package convenience init(connections body: @escaping @Sendable (Connection) -> Void) throws { try self.init(log: Log(), body) }

  private init(log: Log, _ body: @escaping @Sendable (Connection) -> Void) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &size) == 0
      }
    }
    guard listener >= 0, isBound else { throw TestRepositoryFailure(text: "the system has no port for a server") }
    descriptor = listener
    port = Int(UInt16(bigEndian: place.sin_port))
    address = "http://127.0.0.1:\(port)"
    self.log = log
    let started = OwnThread.start("test-server") {
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { break }
        _ = fcntl(client, F_SETFD, FD_CLOEXEC)
        let connection = Connection(client)
        _ = OwnThread.start("test-connection") { body(connection) }
      }
      close(listener)
    }
    guard started else { throw TestRepositoryFailure(text: "the system has no thread for a server") }
  }

  /// A server that answers one request a connection: the body is called with each, and with its number from 0.
  package convenience init(_ body: @escaping @Sendable (LoopbackRequest, Int, Connection) -> Void) throws {
    let log = Log()
    try self.init(log: log) { connection in
      guard let request = connection.request() else { return }
      let number = log.requests.withLock { requests in
        requests.append(request)
        return requests.count - 1
      }
      body(request, number, connection)
    }
  }

  deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// The requests so far, in the order they came.
  package var requests: [LoopbackRequest] { log.requests.withLock { $0 } }

  /// A port of the loopback at which nobody listens.
  package static func closedPort() throws -> Int {
    try LoopbackServer(connections: { _ in }).port
  }
}

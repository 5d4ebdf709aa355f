internal import Platform
internal import Synchronization
package import Wire

/// A client's side of a connection: numbers requests, matches replies, hands out notices in order.
package final class ServiceClient: Sendable {
  private struct State {
    var nextID = 1
    var waiting: [Int: CheckedContinuation<Reply, Never>] = [:]
    var isClosed = false
  }

  private let connection: UnixConnection
  private let state = Mutex(State())
  private let noticeContinuation: AsyncStream<Notice>.Continuation
  /// What the service tells; ends with the connection. One consumer.
  package let notices: AsyncStream<Notice>

  private init(_ connection: UnixConnection) {
    self.connection = connection
    (notices, noticeContinuation) = AsyncStream<Notice>.makeStream()
  }

  /// Connects to a socket, says hello, and hands over the variables that the service asks for.
  /// - Parameter environment: the client's environment; only what the service names, and `SSH_AUTH_SOCK`, is sent.
  /// - Throws: `ClientError`.
  package static func connect(socket: String, version: String, author: String, environment: [String: String]) async throws(ClientError)
    -> ServiceClient
  {
    let connection: UnixConnection
    do throws(PlatformError) {
      connection = try UnixConnection.connect(socket)
    } catch {
      throw .unreachable(error.text)
    }
    let client = ServiceClient(connection)
    Task { await client.readLoop() }
    let reply = await client.send(.hello(ClientHello(protocolVersion: MessageCodec.protocolVersion, version: version, author: author)))
    guard case .hello(let service) = reply else {
      client.close()
      throw .disconnected
    }
    guard service.protocolVersion == MessageCodec.protocolVersion, service.version == version else {
      client.close()
      throw .otherVersion(service: service.version, pid: service.pid)
    }
    var values: [String: String] = [:]
    for name in service.wantedVariables + ["SSH_AUTH_SOCK"] { if let value = environment[name], !value.isEmpty { values[name] = value } }
    if !values.isEmpty { _ = await client.send(.credentials(values)) }
    return client
  }

  /// Sends a request and waits for its reply.
  /// - Throws: `ClientError.refused` when the service says no, `.disconnected` when the connection ends first.
  package func request(_ request: Request) async throws(ClientError) -> Reply {
    guard let reply = await send(request) else { throw .disconnected }
    if case .refused(let refusal) = reply { throw .refused(refusal) }
    return reply
  }

  /// Sends a request; nil when the connection ends before the reply.
  package func send(_ request: Request) async -> Reply? {
    let reply: Reply = await withCheckedContinuation { continuation in
      let id: Int? = state.withLock { state in
        if state.isClosed { return nil }
        let id = state.nextID
        state.nextID += 1
        state.waiting[id] = continuation
        return id
      }
      guard let id else {
        continuation.resume(returning: Self.closedReply)
        return
      }
      if !connection.send(MessageCodec.encode(ClientMessage(id: id, request: request))) { finish() }
    }
    return reply == Self.closedReply ? nil : reply
  }

  private static let closedReply = Reply.refused(Refusal(.failed, "\u{0}closed"))

  /// Ends the connection.
  package func close() {
    connection.close()
    finish()
  }

  private func readLoop() async {
    var lines = LineSplitter(limit: MessageCodec.longestLine)
    while let bytes = await connection.read() {
      for line in lines.append(bytes) where !line.bytes.isEmpty {
        guard let message = try? MessageCodec.decode(ServiceMessage.self, from: line.bytes) else { continue }
        switch message {
        case .notice(let notice): noticeContinuation.yield(notice)
        case .reply(let id, let reply): state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(returning: reply)
        }
      }
    }
    finish()
  }

  private func finish() {
    let open = state.withLock { state in
      state.isClosed = true
      defer { state.waiting = [:] }
      return Array(state.waiting.values)
    }
    for continuation in open { continuation.resume(returning: Self.closedReply) }
    noticeContinuation.finish()
  }
}

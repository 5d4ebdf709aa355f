import Platform

/// One connection of an agent: its requests, one after the other.
final class GatewayConnection: Sendable {
  private let connection: TCPConnection
  private let gateway: ModelGateway

  init(_ connection: TCPConnection, _ gateway: ModelGateway) {
    self.connection = connection
    self.gateway = gateway
  }

  /// Answers until the agent or the gateway ends the connection.
  func serve() async {
    var parser = GatewayRequestParser()
    var goesOn = true
    while goesOn, !Task.isCancelled {
      var held = 0
      defer { gateway.room.release(held) }
      do throws(GatewayRefusal) {
        guard let request = try await request(&parser, &held) else { return }
        goesOn = await answer(request, &parser)
      } catch {
        await gateway.note(error)
        let answer = GatewayAnswer(connection, isOld: false, keepsAlive: false)
        await answer.send(gateway.route.form, error)
        await lingers()
        return
      }
    }
  }

  /// The next whole request; nil when the agent has gone.
  private func request(_ parser: inout GatewayRequestParser, _ held: inout Int) async throws(GatewayRefusal) -> GatewayRequest? {
    var request: GatewayRequest?
    while true {
      while let piece = try parser.next() {
        switch piece {
        case .head(let head):
          request = GatewayRequest(head: head, body: [])
          if case .length(let count) = head.body { try check(count) }
          guard head.expectsContinue else { break }
          // What is refused anyway need not be sent.
          if let refusal = gateway.refusal(of: head) {
            throw GatewayRefusal(status: refusal.status, text: refusal.text, endsConnection: true, limit: refusal.limit)
          }
          guard await connection.write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) else { return nil }
        case .body(let bytes):
          let count = (request?.body.count ?? 0) + bytes.count
          try check(count)
          guard gateway.room.hold(bytes.count) else {
            throw .malformed("too many large requests are under way; try again in a moment", status: 503)
          }
          held += bytes.count
          request?.body += bytes
        case .end: return request
        }
      }
      guard let bytes = await connection.read() else { return nil }
      parser.append(bytes)
    }
  }

  private func check(_ count: Int) throws(GatewayRefusal) {
    guard count <= GatewayRoom.bodyLimit else {
      throw .malformed("the request is longer than \(GatewayRoom.bodyLimit >> 20) MiB", status: 413)
    }
  }

  /// Answers a request; whether another may come. When the agent goes away meanwhile, the provider is no longer asked.
  private func answer(_ request: GatewayRequest, _ parser: inout GatewayRequestParser) async -> Bool {
    let answer = GatewayAnswer(connection, isOld: request.head.isOld, keepsAlive: request.head.keepsAlive)
    guard parser.pending == 0 else { return await gateway.answer(request, answer) }
    let exchange = Task { [gateway] in await gateway.answer(request, answer) }
    let watcher = Task { [connection] () -> [UInt8]? in
      let bytes = await connection.read()
      // Nothing came although nobody stopped waiting: the agent has hung up.
      if bytes == nil, !Task.isCancelled { exchange.cancel() }
      return bytes
    }
    let goesOn = await withTaskCancellationHandler {
      await exchange.value
    } onCancel: {
      exchange.cancel()
    }
    watcher.cancel()
    if let early = await watcher.value { parser.append(early) }
    return goesOn
  }

  /// Lets the agent read what it was told before the connection goes: closing with unread bytes would take it back (RFC 9112, 9.6).
  private func lingers() async {
    connection.finishSending()
    let timer = connection.closing(after: 2)
    defer { timer.cancel() }
    var left = 64 << 20
    while left > 0, let bytes = await connection.read() { left -= bytes.count }
  }
}

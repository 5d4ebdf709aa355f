import HTTP
import JSON
import Model
package import Platform
package import Sandbox
import Secrets
import Synchronization

/// The model gateway of one task's agent: plain HTTP inside, the provider outside. The agent holds a dummy; a request that carries it goes on with the real key to
/// the one base URL of the route, and the answer is streamed back and counted. When the allowance is spent, nothing more is asked.
///
/// It keeps a door of every sandbox that the agent is started in (`forSandbox`), or listens on this host's loopback, where a sandbox has none of its own.
package final class ModelGateway: SandboxDoorKeeper {
  /// Connections of one sandbox at a time.
  package static let connectionLimit = 64
  private static let newsLimit = 20

  /// Where requests go.
  package let route: GatewayRoute
  /// What they took.
  package let ledger: GatewayLedger
  let room = GatewayRoom()
  private let uplink: GatewayUplink
  private let tell: @Sendable (GatewayNews) async -> Void
  private let doors = Mutex<[any SandboxDoorKeeper]>([])
  private let toldOf = Mutex(0)

  /// A gateway; nobody reaches it yet. `tell` is told what the task should know, the same thing at most a few times.
  package init(
    _ route: GatewayRoute, ledger: GatewayLedger = GatewayLedger(), uplink: GatewayUplink = GatewayUplink(),
    tell: @escaping @Sendable (GatewayNews) async -> Void = { _ in }
  ) {
    self.route = route
    self.ledger = ledger
    self.uplink = uplink
    self.tell = tell
  }

  // MARK: Doors

  /// A keeper for one sandbox; its end is none of the others'.
  package func forSandbox() -> any SandboxDoorKeeper { door() }

  /// Answers behind a listening socket, until `close`.
  package func open(_ listener: OwnedDescriptor) { keep(door()).open(listener) }

  /// Listens on this host's loopback, for sandboxes without one of their own: whoever has not the dummy is refused.
  /// - Returns: the port.
  /// - Throws: `PlatformError` when the system has none.
  package func openOnLoopback() throws(PlatformError) -> UInt16 {
    let listener = try TCPListener(at: .loopback(0))
    let port = listener.port
    keep(door()).open(listener)
    return port
  }

  /// Ends what `open` and `openOnLoopback` began, and all their connections.
  package func close() {
    let open = doors.withLock { doors in
      defer { doors = [] }
      return doors
    }
    for door in open { door.close() }
  }

  private func keep(_ door: AcceptingDoor) -> AcceptingDoor {
    doors.withLock { $0.append(door) }
    return door
  }

  private func door() -> AcceptingDoor {
    AcceptingDoor(limit: Self.connectionLimit) { [self] connection in await GatewayConnection(connection, self).serve() }
  }

  // MARK: Requests

  /// Why a request is not passed on, by its head alone; nil: it may be.
  func refusal(of head: GatewayHead) -> GatewayRefusal? {
    guard let below = route.below(head.path), let kind = GatewayPaths.kind(head.method, below) else {
      return GatewayRefusal(
        status: 403, text: "this task's key is for asking models only; \(head.method) \(head.path.prefix(200)) is not passed on")
    }
    if kind == .root { return nil }
    guard GatewayCredentials(head, dummy: route.dummy).place != nil else {
      return GatewayRefusal(status: 401, text: "the request does not carry this task's key")
    }
    guard head.values("content-encoding").allSatisfy({ $0.lowercased() == "identity" }) else {
      return GatewayRefusal(status: 415, text: "compressed requests are not passed on")
    }
    if kind == .metered, let spent = ledger.spent {
      return GatewayRefusal(status: 402, text: ledger.allowance.text(spent), limit: spent)
    }
    return nil
  }

  /// Tells the task of a refusal, if that is something to know.
  func note(_ refusal: GatewayRefusal) async {
    let news: GatewayNews
    switch refusal.status {
    case 429, 503: return
    case _ where refusal.limit != nil: news = .limitReached(refusal.limit ?? .budget)
    default: news = .refused("The model gateway refused a request of the agent (\(refusal.status)): \(refusal.text).")
    }
    let isNew = toldOf.withLock { count in
      count += 1
      return count <= Self.newsLimit || refusal.limit != nil
    }
    if isNew { await tell(news) }
  }

  /// Answers a request; whether the connection may go on.
  func answer(_ request: GatewayRequest, _ answer: GatewayAnswer) async -> Bool {
    let isHead = request.head.method == "HEAD"
    if let refusal = refusal(of: request.head) { return await refuse(refusal, answer, isHead) }
    let credentials = GatewayCredentials(request.head, dummy: route.dummy)
    guard let below = route.below(request.head.path), let kind = GatewayPaths.kind(request.head.method, below), kind != .root,
      let place = credentials.place
    else {
      return await answer.send(200, [HTTPField("content-type", "text/plain")], Array("carrel model gateway\n".utf8), isHead: isHead)
    }
    guard request.isReadable else {
      return await refuse(GatewayRefusal(status: 400, text: "the request is no JSON object"), answer, isHead)
    }
    let asked = request.read()
    if asked.isBackground {
      return await refuse(GatewayRefusal(status: 403, text: "answers in the background are not passed on"), answer, isHead)
    }
    guard let url = route.url(below, query: credentials.query) else {
      return await refuse(GatewayRefusal(status: 403, text: "the request leads elsewhere"), answer, isHead)
    }
    guard room.enter() else { return await refuse(GatewayRefusal(status: 429, text: "too many requests at a time"), answer, isHead) }
    defer { room.leave() }
    let key = route.key()
    let forwarded = HTTPRequest(
      request.head.method, url, headers: GatewayFields.request(request.head, place.field(key)), body: request.body,
      connectSeconds: uplink.connectSeconds, silenceSeconds: uplink.silenceSeconds)
    let exchange = GatewayExchange(
      form: route.form, ledger: kind == .metered ? ledger : nil, model: asked.model ?? GatewayExchange.model(inPath: below),
      cleaner: Redactor([key]), answer: answer)
    return await exchange.run(forwarded, uplink.client)
  }

  private func refuse(_ refusal: GatewayRefusal, _ answer: GatewayAnswer, _ isHead: Bool) async -> Bool {
    // First the task, then the agent: what the agent makes of it must not come first.
    await note(refusal)
    let goesOn = await answer.send(route.form, refusal, isHead: isHead)
    return goesOn && !refusal.endsConnection
  }
}

import HTTP
import Platform
import Synchronization
import TestSupport

@testable import Egress

/// A gateway on the loopback before an upstream of the test's own.
final class GatewayStage: Sendable {
  static let key = "sk-ant-real-CANARY-0123456789"

  let gateway: ModelGateway
  let route: GatewayRoute
  let address: String
  let port: UInt16
  let client = HTTPClient()
  private let heard: Box

  private final class Box: Sendable { let news = Mutex<[GatewayNews]>([]) }

  init(
    _ upstream: String, form: GatewayForm = .anthropic, allowance: GatewayAllowance = .unlimited, uplink: GatewayUplink = GatewayUplink()
  ) throws {
    guard let route = GatewayRoute(form: form, base: upstream, dummy: GatewayKey.dummy(like: Self.key), key: { Self.key }) else {
      throw TestRepositoryFailure(text: "\(upstream) is no base URL")
    }
    let box = Box()
    self.route = route
    heard = box
    gateway = ModelGateway(route, ledger: GatewayLedger(allowance), uplink: uplink) { news in box.news.withLock { $0.append(news) } }
    port = try gateway.openOnLoopback()
    address = route.address(port: port)
  }

  deinit { gateway.close() }

  var news: [GatewayNews] { heard.news.withLock { $0 } }

  /// A question to the model with the dummy.
  func ask(_ path: String = "/v1/messages", _ body: String = #"{"model":"claude-sonnet-4-5"}"#, headers: [HTTPField] = []) -> HTTPRequest {
    HTTPRequest("POST", address + path, headers: headers + [HTTPField("x-api-key", route.dummy)], body: Array(body.utf8))
  }

  func send(_ request: HTTPRequest) async throws -> (status: Int, text: String) {
    let answer = try await client.send(request, limit: 1 << 26)
    return (answer.head.status, String(decoding: answer.body, as: UTF8.self))
  }

  /// Everything that comes back for these bytes until the gateway closes.
  func raw(_ text: String) async throws -> String {
    let connection = try await TCPConnection.connect(to: .loopback(port), seconds: 30)
    defer { connection.close() }
    await connection.write(Array(text.utf8))
    var all: [UInt8] = []
    while let bytes = await connection.read() { all += bytes }
    return String(decoding: all, as: UTF8.self)
  }
}

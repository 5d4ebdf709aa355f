import Egress
import HTTP
import Platform

/// What the model gateway adds to the first byte of an answer, and how fast a streamed answer goes through it, against the same server without it, on the loopback.
extension Bench {
  private static let megabytes = 256
  private static let asked = 300

  func gateway() async throws {
    let server = try EventServer(megabytes: Self.megabytes)
    defer { server.close() }
    let address = "http://127.0.0.1:\(server.port)"
    guard let route = GatewayRoute(form: .anthropic, base: address, dummy: GatewayKey.dummy(like: "sk-ant-bench"), key: { "sk-ant-bench" })
    else {
      throw BenchError("\(address) is no base URL")
    }
    let gateway = ModelGateway(route)
    defer { gateway.close() }
    let inside = route.address(port: try gateway.openOnLoopback())
    func request(_ base: String, _ body: String) -> HTTPRequest {
      HTTPRequest("POST", base + "/v1/messages", headers: [HTTPField("x-api-key", route.dummy)], body: Array(body.utf8))
    }
    let client = HTTPClient()
    for base in [address, inside] { _ = try await Self.firstByte(client, request(base, "{}")) }
    var (direct, through): ([Double], [Double]) = ([], [])
    for _ in 0..<Self.asked {
      direct.append(try await Self.firstByte(client, request(address, "{}")))
      through.append(try await Self.firstByte(client, request(inside, "{}")))
    }
    var (plain, carried): ([Double], [Double]) = ([], [])
    for _ in 0..<5 {
      plain.append(try await Self.rate(client, request(address, "{\"l\":1}")))
      carried.append(try await Self.rate(client, request(inside, "{\"l\":1}")))
    }
    let (first, later) = (Sample(direct).median, Sample(through).median)
    figures.append(
      Figure(
        "first byte through the model gateway", "+\(Figure.number(later - first, 2)) ms",
        peers: Figure.ratio(later, to: first, "without it", digits: 2)))
    figures.append(
      Figure(
        "a streamed answer of \(Self.megabytes) MB through it, counted", "\(Figure.number(Sample(carried).median, 0)) MB/s",
        peers: Figure.ratio(Sample(carried).median, to: Sample(plain).median, "without it", unit: "MB/s", digits: 0)))
  }

  /// Milliseconds.
  private static func firstByte(_ client: HTTPClient, _ request: HTTPRequest) async throws -> Double {
    let begin = ContinuousClock.now
    let stream = try await client.open(request)
    _ = try await stream.next()
    let took = (ContinuousClock.now - begin) / .milliseconds(1)
    _ = try await stream.rest(limit: 1 << 20)
    return took
  }

  /// MB a second.
  private static func rate(_ client: HTTPClient, _ request: HTTPRequest) async throws -> Double {
    let begin = ContinuousClock.now
    let stream = try await client.open(request)
    var count = 0
    while let bytes = try await stream.next() { count += bytes.count }
    guard count > megabytes * 900_000 else { throw BenchError("the answer was cut after \(count) bytes") }
    return Double(count) / 1e6 / ((ContinuousClock.now - begin) / .seconds(1))
  }
}

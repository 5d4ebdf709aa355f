import HTTP
import Platform
import TestSupport
import Testing

@testable import Egress

/// What the gateway adds: to the first byte of an answer, and to a large one. Printed with CARREL_GATEWAY_BENCH=1; bounds that are far off in any case are tested.
@Suite(.enabled(if: Environment.current["CARREL_GATEWAY_BENCH"] == "1", "CARREL_GATEWAY_BENCH is not 1"), .serialized)
struct GatewayBench {
  private let mebibyte = [UInt8](repeating: 0x78, count: 1 << 20)

  private func firstBytes(_ client: HTTPClient, _ request: HTTPRequest, _ times: Int) async throws -> Double {
    var all: [Double] = []
    for _ in 0..<times {
      let start = ContinuousClock.now
      let stream = try await client.open(request)
      _ = try await stream.next()
      all.append((ContinuousClock.now - start) / .milliseconds(1))
      _ = try await stream.rest(limit: 1 << 20)
    }
    return all.sorted()[times / 2]
  }

  @Test("first byte and throughput") func figures() async throws {
    let server = try LoopbackServer { request, _, connection in
      if request.text.contains("large") {
        connection.begin(headers: ["Content-Type: text/event-stream"])
        for _ in 0..<256 { connection.send(mebibyte + [0x0a]) }
      } else {
        connection.answer(200, "data: {}\n\n", headers: ["Content-Type: text/event-stream"])
      }
    }
    let stage = try GatewayStage(server.address)
    let straight = HTTPRequest("POST", server.address + "/v1/messages", body: Array("{}".utf8))
    _ = try await firstBytes(stage.client, straight, 20)
    let (direct, through) = (
      try await firstBytes(stage.client, straight, 200), try await firstBytes(stage.client, stage.ask("/v1/messages", "{}"), 200)
    )
    func rate(_ request: HTTPRequest) async throws -> Double {
      let start = ContinuousClock.now
      let stream = try await stage.client.open(request)
      var count = 0
      while let bytes = try await stream.next() { count += bytes.count }
      return Double(count) / 1e6 / ((ContinuousClock.now - start) / .seconds(1))
    }
    let bare = try await rate(HTTPRequest("POST", server.address + "/v1/messages", body: Array("{\"a\":\"large\"}".utf8)))
    let carried = try await rate(stage.ask("/v1/messages", "{\"a\":\"large\"}"))
    print("gateway: first byte direct \(direct) ms, through \(through) ms; 256 MiB direct \(Int(bare)) MB/s, through \(Int(carried)) MB/s")
    #expect(through - direct < 50)
  }
}

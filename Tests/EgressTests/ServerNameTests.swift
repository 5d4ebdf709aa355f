import Egress
import Model
import Platform
import Testing

@Suite("the name in the TLS hello", .timeLimit(.minutes(15))) struct ServerNameTests {
  private static func tunnel(_ bytes: [UInt8], inPieces size: Int = 1 << 20, place: String = "api.example.org:443") async throws -> (
    back: [UInt8], use: HostUse?
  ) {
    let upstream = try Upstream.echo()
    let bench = try ProxyBench(
      ["api.example.org", "api.example.org:8443", "93.184.216.34"], names: ["api.example.org": [["93.184.216.34"]]],
      detour: upstream.address)
    let (connection, answer) = try await bench.connect(place)
    #expect(answer.hasPrefix("HTTP/1.1 200 "))
    var rest = bytes[...]
    while !rest.isEmpty {
      await connection.write(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    connection.finishSending()
    var back: [UInt8] = []
    while let more = await connection.read() { back += more }
    return (back, bench.egress.ledger.uses.first)
  }

  @Test(
    "the same name passes, however it is cut",
    arguments: [
      HelloBytes("api.example.org"), HelloBytes("API.example.ORG"), HelloBytes("api.example.org").with { $0.pieces = 50 },
      HelloBytes("api.example.org").with { $0.pieces = 1 }, HelloBytes("api.example.org").with { $0.padding = 12_000 },
      HelloBytes("api.example.org").with { $0.padding = 20_000 },
    ])
  func same(hello: HelloBytes) async throws {
    let (back, use) = try await Self.tunnel(hello.bytes)
    let isSame = back == hello.bytes
    #expect(isSame && use?.isBlocked == false)
  }

  @Test("one byte at a time passes too") func drop() async throws {
    let hello = HelloBytes("api.example.org").with { $0.pieces = 20 }.bytes
    let (back, use) = try await Self.tunnel(hello, inPieces: 1)
    #expect(back == hello && use?.isBlocked == false)
  }

  @Test(
    "everything else is cut before a byte of it passes",
    arguments: [
      (HelloBytes("evil.example.net").bytes, "names another host"), (HelloBytes("api.example.org.").bytes, "names another host"),
      (HelloBytes("xapi.example.org").bytes, "names another host"),
      (HelloBytes("example.org").with { $0.pieces = 9 }.bytes, "names another"),
      (HelloBytes().bytes, "names no host"), (HelloBytes("api.example.org", "evil.example.net").bytes, "cannot be read"),
      (HelloBytes("api.example.org").with { $0.kind = 1 }.bytes, "cannot be read"),
      (HelloBytes("api.example.org").with { $0.further = [(0xFE0D, [0, 1, 2])] }.bytes, "hides the name"),
      (HelloBytes("api.example.org").with { $0.further = [(0xFFCE, [0])] }.bytes, "hides the name"),
      (HelloBytes("api.example.org").with { $0.padding = 40_000 }.bytes, "too long"),
      (Array("GET / HTTP/1.1\r\nHost: api.example.org\r\n\r\n".utf8), "does not begin with TLS"),
      (Array("CONNECT evil.example.net:443 HTTP/1.1\r\n\r\n".utf8), "does not begin with TLS"),
      (Array("SSH-2.0-OpenSSH\r\n".utf8), "does not begin with TLS"), ([0x80, 0x2E, 1, 3, 1, 0, 3, 0, 0], "does not begin with TLS"),
      ([22, 3, 1, 0, 4, 2, 0, 0, 0], "does not begin with a ClientHello"), ([22, 3, 1, 0, 0], "impossible length"),
      ([22, 3, 1, 0xFF, 0xFF], "impossible length"), (Array(HelloBytes("api.example.org").bytes.dropLast(9)), "did not come whole"),
      ([22, 3, 1, 0, 4, 1, 0, 0, 0], "cut short"), ([22, 2, 1, 0, 4, 1, 0, 0, 0], "does not begin with TLS"), ([22], "did not come whole"),
    ] as [([UInt8], String)])
  func other(bytes: [UInt8], reason: String) async throws {
    let (back, use) = try await Self.tunnel(bytes)
    #expect(back.isEmpty)
    #expect(use?.reason?.contains(reason) == true && use?.connections == 0, "\(use?.reason ?? "")")
  }

  @Test("on a port of its own it need not be TLS; if it is, the name counts") func otherPorts() async throws {
    let plain = Array("SSH-2.0-OpenSSH\r\n".utf8)
    #expect(try await Self.tunnel(plain, place: "api.example.org:8443").back == plain)
    let hello = HelloBytes("evil.example.net").bytes
    #expect(try await Self.tunnel(hello, place: "api.example.org:8443").use?.isBlocked == true)
  }

  @Test("a listed address has no name to compare") func addresses() async throws {
    let hello = HelloBytes().bytes
    #expect(try await Self.tunnel(hello, place: "93.184.216.34:443").back == hello)
    #expect(try await Self.tunnel(HelloBytes("evil.example.net").bytes, place: "93.184.216.34:443").back.isEmpty)
  }

  @Test("a hello that does not come ends the connection") func silence() async throws {
    let upstream = try Upstream.echo()
    var limits = ProxyBench.patient
    limits.helloSeconds = 0.2
    let bench = try ProxyBench(
      ["api.example.org"], names: ["api.example.org": [["93.184.216.34"]]], detour: upstream.address, limits: limits)
    let (connection, _) = try await bench.connect("api.example.org:443")
    #expect(await connection.read() == nil)
  }
}

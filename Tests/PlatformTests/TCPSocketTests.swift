import Glibc
import Platform
import Testing

@Suite(.timeLimit(.minutes(15))) struct TCPSocketTests {
  private func pair() async throws -> (client: TCPConnection, server: TCPConnection, listener: TCPListener) {
    let listener = try TCPListener(at: .loopback(0))
    let client = try await TCPConnection.connect(to: .loopback(listener.port), seconds: 10)
    let server = try #require(await listener.accept())
    return (client, server, listener)
  }

  @Test func manyBytesArriveInOrderAndHalfAConnectionGoesOn() async throws {
    let (client, server, _) = try await pair()
    let big = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &>> 3) }
    async let sent = client.write(big)
    var received: [UInt8] = []
    while received.count < big.count, let bytes = await server.read() { received += bytes }
    #expect(await sent)
    let same = received == big
    #expect(same)
    client.finishSending()
    #expect(await server.read() == nil)
    #expect(await server.write([1, 2]))
    #expect(await client.read() == [1, 2])
    server.close()
    #expect(await client.read() == nil)
  }

  @Test func writingWaitsForAPeerThatDoesNotRead() async throws {
    let (client, server, _) = try await pair()
    let writing = Task { await client.write([UInt8](repeating: 7, count: 64 * 1024 * 1024)) }
    // It cannot end: the kernel's buffers are smaller. Its end is brought about by the peer's.
    #expect(await server.read()?.isEmpty == false)
    server.close()
    #expect(await !writing.value)
  }

  @Test func cancellingEndsAReaderAndClosingWakesIt() async throws {
    let (client, server, listener) = try await pair()
    let reading = Task { await client.read() }
    reading.cancel()
    #expect(await reading.value == nil)
    let other = Task { await server.read() }
    server.close()
    #expect(await other.value == nil)
    let accepting = Task { await listener.accept() == nil }
    listener.close()
    #expect(await accepting.value)
    #expect(listener.port == 0)
  }

  @Test func carryingGoesThroughABoundedBuffer() async throws {
    let (source, inlet, first) = try await pair()
    let (outlet, sink, second) = try await pair()
    defer { withExtendedLifetime((first, second)) {} }
    let carrying = Task { await inlet.carry(to: outlet) { _ in } }
    let big = [UInt8](repeating: 5, count: 20_000_000)
    let writing = Task {
      let done = await source.write(big)
      source.finishSending()
      return done
    }
    var count = 0
    while let bytes = await sink.read(most: 1 << 20) { count += bytes.count }
    let (wrote, carried) = (await writing.value, await carrying.value)
    #expect(wrote && carried)
    #expect(count == big.count)
  }

  @Test func aDeadAddressSaysSo() async throws {
    let listener = try TCPListener(at: .loopback(0))
    let port = listener.port
    listener.close()
    let refused = await #expect(throws: PlatformError.self) { try await TCPConnection.connect(to: .loopback(port), seconds: 10) }
    #expect(refused?.text.contains("127.0.0.1:\(port): Connection refused") == true)
    let full = try TCPListener(at: .loopback(0))
    let again = #expect(throws: PlatformError.self) { try TCPListener(at: .loopback(full.port)) }
    #expect(again?.text.contains("Address already in use") == true)
  }

  @Test func addressesAreReadInTheirStandardSpellingOnly() throws {
    #expect(InternetAddress(parsing: "192.0.2.1", port: 443)?.text == "192.0.2.1:443")
    #expect(InternetAddress(parsing: "2001:DB8:0::1", port: 443)?.text == "[2001:db8::1]:443")
    for wrong in ["127.1", "0177.0.0.1", "0x7f000001", "2130706433", "1.2.3.4.", " 1.2.3.4", "[::1]", "fe80::1%lo", "", "a\u{0}"] {
      #expect(InternetAddress(parsing: wrong, port: 1) == nil, "\(wrong)")
    }
    #expect(InternetAddress(bytes: [1, 2, 3], port: 1) == nil)
  }

  @Test func namesAreResolvedOffThePool() async throws {
    let resolver = NameResolver()
    let found = try await resolver.addresses(of: "localhost", port: 80, seconds: 20)
    #expect(found.contains(.loopback(80)) || found.contains { $0.host == "::1" })
    let numeric = try await resolver.addresses(of: "192.0.2.7", port: 80, seconds: 20)
    #expect(numeric.map(\.text) == ["192.0.2.7:80"])
    await #expect(throws: PlatformError.self) { try await resolver.addresses(of: "no-such-name.invalid", port: 80, seconds: 20) }
    let none = await #expect(throws: PlatformError.self) {
      try await NameResolver(most: 0).addresses(of: "localhost", port: 80, seconds: 20)
    }
    #expect(none?.text.contains("other names") == true)
  }
}

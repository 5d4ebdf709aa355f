import Glibc
import Platform
import Testing

@Suite(.timeLimit(.minutes(15))) struct UnixSocketTests {
  @Test func bytesGoBothWaysAndThePeerIsKnown() async throws {
    let directory = try TemporaryDirectory()
    let listener = try UnixListener(path: "\(directory.path)/s")
    let client = try UnixConnection.connect(listener.path)
    let server = try #require(await listener.accept())
    #expect(server.peerPid == getpid() && server.peerUid == getuid())
    var found = stat()
    #expect(lstat(listener.path, &found) == 0 && found.st_mode & 0o777 == 0o600)
    let big = (0..<2_000_000).map { UInt8(truncatingIfNeeded: $0) }
    #expect(client.send(big))
    client.finishSending()
    var received: [UInt8] = []
    while let bytes = await server.read() { received += bytes }
    #expect(received.count == big.count)
    let same = received == big
    #expect(same)
    #expect(server.send([1, 2, 3]))
    await server.drained()
    server.close()
    #expect(await client.read() == [1, 2, 3])
    #expect(await client.read() == nil)
    #expect(!server.send([1]))
  }

  @Test func aSlowReaderIsCutAndOthersAreNot() async throws {
    let directory = try TemporaryDirectory()
    let listener = try UnixListener(path: "\(directory.path)/s", outputLimit: 100_000)
    let slow = try UnixConnection.connect(listener.path)
    let toSlow = try #require(await listener.accept())
    let quick = try UnixConnection.connect(listener.path)
    let toQuick = try #require(await listener.accept())
    var sent = 0
    while sent < 10_000, toSlow.send([UInt8](repeating: 7, count: 10_000)) { sent += 1 }
    #expect(sent > 9 && sent < 10_000)
    #expect(toSlow.pendingBytes == 0)
    #expect(!toSlow.send([1]))
    #expect(toQuick.send([9]))
    #expect(await quick.read() == [9])
    slow.close()
  }

  @Test func acceptEndsWithTheListener() async throws {
    let directory = try TemporaryDirectory()
    let listener = try UnixListener(path: "\(directory.path)/s")
    async let accepted = listener.accept()
    listener.close()
    #expect(await accepted == nil)
    #expect(!Files.exists("\(directory.path)/s"))
  }

  @Test func addressesThatCannotBe() async throws {
    let directory = try TemporaryDirectory()
    let long = directory.path + "/" + String(repeating: "x", count: 107)
    #expect(throws: PlatformError.self) { try UnixListener(path: long) }
    #expect(throws: PlatformError.self) { try UnixConnection.connect("\(directory.path)/none") }
    let first = try UnixListener(path: "\(directory.path)/s")
    #expect(throws: PlatformError.address(path: first.path, reason: "another program listens there")) { try UnixListener(path: first.path) }
    try Files.writeAtomically([1], to: "\(directory.path)/file")
    #expect(throws: PlatformError.self) { try UnixListener(path: "\(directory.path)/file") }
    #expect(try Files.read("\(directory.path)/file", limit: 10) == [1])
  }

  @Test("F20: an abandoned socket is replaced")
  func anAbandonedSocketIsReplaced() async throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/s"
    let fd = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(fd, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
    #expect(bound == 0)
    close(fd)
    let listener = try UnixListener(path: path)
    let client = try UnixConnection.connect(path)
    #expect(await listener.accept() != nil)
    client.close()
  }
}

import Egress
import Model
import Platform
import Sandbox

/// What goes through a sandbox's proxy, against the same bytes over a plain connection, on the loopback.
extension Bench {
  private static let bytes = 1 << 30
  private static let rounds = 5

  func proxy() async throws {
    let listener = try TCPListener(at: .loopback(0))
    let port = listener.port
    let sink = Task {
      while let connection = await listener.accept() {
        Task {
          var count = 0
          while let more = await connection.read(most: 1 << 20) { count += more.count }
          await connection.write(Array("\(count)\n".utf8))
          connection.close()
        }
      }
    }
    defer {
      sink.cancel()
      listener.close()
    }
    var rules = HostRules()
    rules.add([HostRule(.address([127, 0, 0, 1]), port: port)], from: "bench")
    let egress = TaskEgress(rules: rules, world: .real(), remedy: { $0 }, refused: { _ in })
    let door = egress.proxyDoor()
    let (socket, doorPort) = try OwnedDescriptor.listening(at: .loopback(0))
    door.keeper.open(socket)
    defer { door.keeper.close() }

    var direct: [Double] = []
    var through: [Double] = []
    var asked: [Double] = []
    for _ in 0..<Self.rounds {
      direct.append(try await Self.push(try await TCPConnection.connect(to: .loopback(port), seconds: 10)))
      through.append(try await Self.push(try await Self.tunnel(doorPort, port)))
    }
    for _ in 0..<200 {
      let begin = ContinuousClock.now
      try await Self.tunnel(doorPort, port).close()
      asked.append(Self.seconds(since: begin) * 1000)
    }
    let (plain, proxied) = (Sample(direct).median, Sample(through).median)
    figures.append(
      Figure(
        "1 GiB through the proxy", "\(Figure.number(proxied, 2)) GB/s",
        peers: Figure.ratio(proxied, to: plain, "a plain connection", unit: "GB/s", digits: 2)
      ))
    figures.append(Figure("CONNECT to the answer", "\(Figure.number(Sample(asked).median, 2)) ms"))
  }

  private static func tunnel(_ door: UInt16, _ port: UInt16) async throws -> TCPConnection {
    let connection = try await TCPConnection.connect(to: .loopback(door), seconds: 10)
    await connection.write(Array("CONNECT 127.0.0.1:\(port) HTTP/1.1\r\n\r\n".utf8))
    var answer: [UInt8] = []
    while !answer.suffix(4).elementsEqual([13, 10, 13, 10]), let more = await connection.read() { answer += more }
    guard answer.starts(with: Array("HTTP/1.1 200".utf8)) else {
      throw BenchError("the proxy said: \(String(decoding: answer, as: UTF8.self))")
    }
    return connection
  }

  /// GB a second.
  private static func push(_ connection: TCPConnection) async throws -> Double {
    let piece = [UInt8](repeating: 90, count: 1 << 20)
    let begin = ContinuousClock.now
    for _ in 0..<(bytes >> 20) { guard await connection.write(piece) else { throw BenchError("the connection broke") } }
    connection.finishSending()
    var answer: [UInt8] = []
    while let more = await connection.read() { answer += more }
    let seconds = seconds(since: begin)
    guard String(decoding: answer, as: UTF8.self) == "\(bytes)\n" else { throw BenchError("bytes were lost") }
    return Double(bytes) / seconds / 1e9
  }

  private static func seconds(since begin: ContinuousClock.Instant) -> Double {
    let (seconds, attoseconds) = (ContinuousClock.now - begin).components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}

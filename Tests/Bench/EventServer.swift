import Egress
import Platform

/// Answers on the loopback as a model would: a small answer, or a large one in events of a thousand bytes to a body that ends with {"l":1}.
final class EventServer: Sendable {
  let port: UInt16
  private let door: AcceptingDoor

  init(megabytes: Int) throws {
    let event = Array(("data: {\"type\":\"content_block_delta\",\"text\":\"" + String(repeating: "x", count: 953) + "\"}\n\n").utf8)
    let piece = Array(repeatElement(event, count: 1000).joined())
    let door = AcceptingDoor(limit: 64) { connection in
      var held: [UInt8] = []
      while let more = await connection.read() {
        held += more
        guard held.last == UInt8(ascii: "}") else { continue }
        let isLarge = held.suffix(7).elementsEqual(Array("{\"l\":1}".utf8))
        held = []
        let length = isLarge ? piece.count * megabytes : 10
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: \(length)\r\n\r\n"
        await connection.write(Array((head + (isLarge ? "" : "data: {}\n\n")).utf8))
        guard isLarge else { continue }
        for _ in 0..<megabytes { guard await connection.write(piece) else { return } }
      }
    }
    let listener = try TCPListener(at: .loopback(0))
    port = listener.port
    self.door = door
    door.open(listener)
  }

  func close() { door.close() }
}

import CSystem
import Glibc
import Platform
import Wire

/// An attached client that takes every line as it comes and looks for two words in it. It does not take messages apart: what is measured is the service.
actor Listener {
  private let connection: UnixConnection
  private(set) var began: Double?
  private(set) var ended: Double?
  private(set) var bytes = 0
  private(set) var wasCut = false
  private(set) var isAttached = false

  init(socket: String, version: String) throws {
    connection = try UnixConnection.connect(socket)
    let hello = ClientHello(protocolVersion: MessageCodec.protocolVersion, version: version, author: "bench")
    _ = connection.send(MessageCodec.encode(ClientMessage(id: 1, request: .hello(hello))))
    _ = connection.send(MessageCodec.encode(ClientMessage(id: 2, request: .attach)))
  }

  func listen() async {
    let (first, last) = (Array("\"text\":\"\(FastAgent.first)".utf8), Array("\"text\":\"\(FastAgent.last)".utf8))
    var tail: [UInt8] = []
    while let piece = await connection.read() {
      bytes += piece.count
      isAttached = true
      let all = tail + piece
      if began == nil, Self.holds(all, first) { began = Moment.now }
      if began != nil, Self.holds(all, last) {
        ended = Moment.now
        return
      }
      tail = Array(all.suffix(64))
    }
    wasCut = true
  }

  func close() { connection.close() }

  /// Whether the word is in the bytes; JSON has no NUL in it.
  private static func holds(_ bytes: [UInt8], _ word: [UInt8]) -> Bool {
    let (text, sought) = (bytes + [0], word + [0])
    return text.withUnsafeBytes { haystack in
      sought.withUnsafeBytes { needle in
        guard let haystack = haystack.baseAddress, let needle = needle.baseAddress else { return false }
        return strstr(haystack.assumingMemoryBound(to: CChar.self), needle.assumingMemoryBound(to: CChar.self)) != nil
      }
    }
  }
}

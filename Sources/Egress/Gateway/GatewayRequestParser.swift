/// Bytes of one connection → heads and bodies of its requests, one after the other (RFC 9112). Pure; holds at most a head's limit and what was appended and is not
/// taken yet. After a throw nothing more can be read.
struct GatewayRequestParser {
  /// What the bytes hold next.
  enum Piece: Hashable, Sendable {
    case head(GatewayHead)
    case body([UInt8])
    /// The request is over.
    case end
  }

  private enum State {
    case head
    case body(left: Int)
    case chunkSize
    case chunk(left: Int)
    case chunkEnd
    case trailers(used: Int)
    case end
  }

  /// Bytes of a head at most.
  static let headLimit = 64 * 1024
  private static let chunkLineLimit = 1024
  private static let trailerLimit = 8 * 1024

  private var state = State.head
  private var bytes: [UInt8] = []
  private var start = 0
  /// Where to go on looking for the end of the head.
  private var searched = 0

  /// Bytes that were appended and not taken.
  var pending: Int { bytes.count - start }

  /// More bytes.
  mutating func append(_ more: [UInt8]) {
    if start == bytes.count {
      bytes = more
      searched = 0
    } else {
      if start > 0 {
        bytes.removeFirst(start)
        searched = max(searched - start, 0)
      }
      bytes += more
    }
    start = 0
  }

  /// The next piece; nil: more bytes are needed.
  /// - Throws: `GatewayRefusal`, which ends the connection.
  mutating func next() throws(GatewayRefusal) -> Piece? {
    while true {
      switch state {
      case .head: return try readHead()
      case .body(let left):
        guard left > 0 else {
          state = .end
          continue
        }
        guard let piece = take(left) else { return nil }
        state = .body(left: left - piece.count)
        return .body(piece)
      case .chunkSize:
        guard let line = try line(limit: Self.chunkLineLimit) else { return nil }
        let size = try Self.size(line)
        state = size == 0 ? .trailers(used: 0) : .chunk(left: size)
      case .chunk(let left):
        guard left > 0 else {
          state = .chunkEnd
          continue
        }
        guard let piece = take(left) else { return nil }
        state = .chunk(left: left - piece.count)
        return .body(piece)
      case .chunkEnd:
        guard pending >= 2 else { return nil }
        guard bytes[start] == 0x0d, bytes[start + 1] == 0x0a else {
          throw .malformed("a chunk of the request's body is longer than it says")
        }
        start += 2
        state = .chunkSize
      case .trailers(let used):
        guard let line = try line(limit: Self.trailerLimit - used) else { return nil }
        state = line.isEmpty ? .end : .trailers(used: used + line.count + 2)
      case .end:
        state = .head
        searched = start
        return .end
      }
    }
  }

  private mutating func readHead() throws(GatewayRefusal) -> Piece? {
    // Empty lines before a request are passed over (RFC 9112, 2.2).
    while pending >= 2, bytes[start] == 0x0d, bytes[start + 1] == 0x0a { start += 2 }
    var index = max(searched, start)
    while index + 3 < bytes.count {
      if bytes[index] == 0x0d, bytes[index + 1] == 0x0a, bytes[index + 2] == 0x0d, bytes[index + 3] == 0x0a { break }
      index += 1
    }
    guard index + 3 < bytes.count, index - start <= Self.headLimit else {
      searched = index
      if pending > Self.headLimit { throw .malformed("the request's header is longer than \(Self.headLimit) bytes", status: 431) }
      return nil
    }
    let head = try GatewayHead(reading: bytes[start..<index])
    start = index + 4
    switch head.body {
    case .none: state = .end
    case .length(let count): state = .body(left: count)
    case .chunked: state = .chunkSize
    }
    return .head(head)
  }

  private mutating func take(_ most: Int) -> [UInt8]? {
    let count = min(most, pending)
    guard count > 0 else { return nil }
    defer { start += count }
    if start == 0, count == bytes.count { return bytes }
    return Array(bytes[start..<start + count])
  }

  /// The next line without its end.
  private mutating func line(limit: Int) throws(GatewayRefusal) -> [UInt8]? {
    let rest = bytes[start...]
    guard let end = rest.prefix(max(limit, 0) + 2).firstIndex(of: 0x0a) else {
      if pending > limit { throw .malformed("a line in the request's body is too long") }
      return nil
    }
    guard end > start, bytes[end - 1] == 0x0d else { throw .malformed("a line in the request's body ends without a carriage return") }
    defer { start = end + 1 }
    return Array(bytes[start..<end - 1])
  }

  /// A chunk's size; what may follow it after a ";" is passed over.
  private static func size(_ line: [UInt8]) throws(GatewayRefusal) -> Int {
    let digits = line.prefix { $0 != UInt8(ascii: ";") }
    guard (1...8).contains(digits.count), !line.contains(0x0d), let size = Int(String(decoding: digits, as: UTF8.self), radix: 16),
      digits.first != UInt8(ascii: "-"), digits.first != UInt8(ascii: "+")
    else { throw .malformed("a chunk of the request's body has no proper size") }
    return size
  }
}

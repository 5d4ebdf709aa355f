/// What the first message of a TLS connection says about where it wants to go (RFC 8446, 4.1.2; RFC 6066, 3). Pure; bytes of the other side are read with care.
enum TLSHello: Hashable, Sendable {
  /// More bytes are needed.
  case incomplete
  /// A ClientHello for this name, lower case; nil: it names none.
  case name(String?)
  /// It hides the name (encrypted ClientHello, or its predecessor ESNI).
  case hidden
  /// It is no ClientHello; what is wrong, as the end of a sentence.
  case broken(String)

  /// The most bytes that a ClientHello may take, with its records.
  static let limit = 32 * 1024

  /// Whether these first bytes can be the beginning of a TLS connection.
  static func begins(_ bytes: [UInt8]) -> Bool {
    guard bytes.first == 22 else { return false }
    return bytes.count < 2 || bytes[1] == 3
  }

  /// Reads what has come so far, from the connection's first byte on. A ClientHello may lie in several records.
  static func read(_ bytes: [UInt8]) -> TLSHello {
    var message: [UInt8] = []
    var index = 0
    while true {
      if bytes.count < index + 5 {
        guard index == 0, !begins(bytes), !bytes.isEmpty else { return short(bytes) }
        return .broken("does not begin with TLS")
      }
      guard bytes[index] == 22, bytes[index + 1] == 3 else {
        return .broken(index == 0 ? "does not begin with TLS" : "breaks off its ClientHello")
      }
      let length = Int(bytes[index + 3]) << 8 | Int(bytes[index + 4])
      guard length > 0, length <= 16384 else { return .broken("has a TLS record of an impossible length") }
      let end = min(index + 5 + length, bytes.count)
      message += bytes[(index + 5)..<end]
      if let first = message.first, first != 1 { return .broken("does not begin with a ClientHello") }
      if message.count >= 4 {
        let size = Int(message[1]) << 16 | Int(message[2]) << 8 | Int(message[3])
        if size > limit { return .broken("has a ClientHello that is too long") }
        if message.count >= 4 + size { return hello(message[4..<(4 + size)]) }
      }
      if end < index + 5 + length { return short(bytes) }
      index = end
    }
  }

  private static func short(_ bytes: [UInt8]) -> TLSHello {
    bytes.count >= limit ? .broken("has a ClientHello that is too long") : .incomplete
  }

  private static func hello(_ body: ArraySlice<UInt8>) -> TLSHello {
    var reader = ByteReader(body)
    // Version, random, session, cipher suites, compression methods.
    guard reader.skip(34), reader.skip(reader.number(1)), reader.skip(reader.number(2)), reader.skip(reader.number(1)) else {
      return .broken("has a ClientHello that is cut short")
    }
    if reader.isEmpty { return .name(nil) }
    guard let length = reader.number(2), let block = reader.take(length), reader.isEmpty else {
      return .broken("has extensions that are cut short")
    }
    var extensions = ByteReader(block)
    var found: String?
    while !extensions.isEmpty {
      guard let kind = extensions.number(2), let size = extensions.number(2), let value = extensions.take(size) else {
        return .broken("has extensions that are cut short")
      }
      switch kind {
      case 0:
        guard found == nil, let name = serverName(value) else { return .broken("has a server name that cannot be read") }
        found = name
      case 0xFE0D, 0xFFCE: return .hidden
      default: break
      }
    }
    return .name(found)
  }

  /// Exactly one host name, in ASCII.
  private static func serverName(_ value: ArraySlice<UInt8>) -> String? {
    var reader = ByteReader(value)
    guard let length = reader.number(2), length == value.count - 2, reader.number(1) == 0, let size = reader.number(2),
      let name = reader.take(size), reader.isEmpty, (1...255).contains(name.count), name.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    return String(decoding: name.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
  }

  /// Takes bytes from the front of a slice; nil where there are not so many.
  private struct ByteReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isEmpty: Bool { rest.isEmpty }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
      guard rest.count >= count else { return nil }
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count)
    }

    mutating func number(_ count: Int) -> Int? { take(count)?.reduce(0) { $0 << 8 | Int($1) } }

    mutating func skip(_ count: Int?) -> Bool { count.flatMap { take($0) } != nil }
  }
}

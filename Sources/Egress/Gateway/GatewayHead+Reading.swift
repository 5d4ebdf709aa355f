import HTTP

/// Strict reading of a head: whatever two programs could read in two ways is refused, so that no request hides in another.
extension GatewayHead {
  private static let fieldLimit = 128

  /// Reads the bytes before the empty line.
  /// - Throws: `GatewayRefusal`, which ends the connection.
  init(reading bytes: ArraySlice<UInt8>) throws(GatewayRefusal) {
    var lines = try Self.lines(bytes)[...]
    guard let first = lines.popFirst() else { throw .malformed("the request has no first line") }
    let words = first.split(separator: 0x20, omittingEmptySubsequences: false)
    guard words.count == 3, !words[0].isEmpty, words[0].count <= 32, words[0].allSatisfy(Self.isToken) else {
      throw .malformed("the request's first line is not METHOD TARGET VERSION")
    }
    method = String(decoding: words[0], as: UTF8.self)
    switch String(decoding: words[2], as: UTF8.self) {
    case "HTTP/1.1": isOld = false
    case "HTTP/1.0": isOld = true
    default: throw .malformed("only HTTP/1.1 is spoken here", status: 505)
    }
    (path, query) = try GatewayTarget.read(words[1])
    guard lines.count <= Self.fieldLimit else {
      throw .malformed("the request has more than \(Self.fieldLimit) header fields", status: 431)
    }
    fields = []
    for line in lines { fields.append(try Self.field(line)) }
    body = .none
    keepsAlive = false
    expectsContinue = false
    try readHost()
    try readBody()
    try readConnection()
  }

  private static func lines(_ bytes: ArraySlice<UInt8>) throws(GatewayRefusal) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = bytes.startIndex
    var index = start
    while index < bytes.endIndex {
      switch bytes[index] {
      case 0x0a: throw .malformed("a line of the request's header ends without a carriage return")
      case 0x0d:
        guard index + 1 < bytes.endIndex, bytes[index + 1] == 0x0a else {
          throw .malformed("the request's header has a bare carriage return")
        }
        lines.append(bytes[start..<index])
        start = index + 2
        index = start
        continue
      default: index += 1
      }
    }
    if start < bytes.endIndex { lines.append(bytes[start...]) }
    return lines
  }

  private static func field(_ line: ArraySlice<UInt8>) throws(GatewayRefusal) -> HTTPField {
    if line.first == 0x20 || line.first == 0x09 { throw .malformed("the request has a header field on several lines") }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex, line[..<colon].allSatisfy(isToken) else {
      throw .malformed("the request has a header field without a proper name")
    }
    var value = line[(colon + 1)...]
    while value.first == 0x20 || value.first == 0x09 { value.removeFirst() }
    while value.last == 0x20 || value.last == 0x09 { value.removeLast() }
    guard !value.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7f }), let text = String(validating: value, as: UTF8.self) else {
      throw .malformed("the request has a header field with characters that may not stand there")
    }
    return HTTPField(String(decoding: line[..<colon], as: UTF8.self).lowercased(), text)
  }

  private func readHost() throws(GatewayRefusal) {
    let hosts = values("host")
    guard hosts.count == 1 || isOld && hosts.isEmpty else { throw .malformed("the request has to name its host once") }
    guard let host = hosts.first else { return }
    // Nobody may be led here under another name (a page's script by DNS rebinding), and no other host is meant.
    let name = host.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let isPort = name.count == 1 || !name[1].isEmpty && name[1].utf8.count <= 5 && name[1].utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard isPort, name[0] == "127.0.0.1" || name[0].lowercased() == "localhost" else {
      throw .malformed("only 127.0.0.1 and localhost are answered here", status: 421)
    }
  }

  private mutating func readBody() throws(GatewayRefusal) {
    let (lengths, codings) = (values("content-length"), values("transfer-encoding"))
    guard lengths.isEmpty || codings.isEmpty else { throw .malformed("the request has both Content-Length and Transfer-Encoding") }
    guard lengths.count <= 1, codings.count <= 1 else { throw .malformed("the request says the length of its body more than once") }
    if let length = lengths.first {
      guard (1...15).contains(length.utf8.count), length.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(length) else {
        throw .malformed("the request's Content-Length is no number")
      }
      body = count == 0 ? .none : .length(count)
    }
    if let coding = codings.first {
      guard !isOld, coding.lowercased() == "chunked" else {
        throw .malformed("the request's Transfer-Encoding is not chunked", status: 501)
      }
      body = .chunked
    }
  }

  private mutating func readConnection() throws(GatewayRefusal) {
    let options = values("connection").joined(separator: ",").lowercased().split(separator: ",").map { $0.drop { $0 == " " } }
    keepsAlive = isOld ? false : !options.contains { $0.hasPrefix("close") }
    let expectations = values("expect")
    guard expectations.allSatisfy({ $0.lowercased() == "100-continue" }) else {
      throw .malformed("the request expects something else than 100-continue", status: 417)
    }
    expectsContinue = !isOld && !expectations.isEmpty && body != .none
  }

  /// Characters of names of methods and fields (RFC 9110, 5.6.2).
  static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}

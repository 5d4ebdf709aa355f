import FoundationEssentials
import Glibc
import HTTP
import JSON

/// Where a server of opencode is, and how it is spoken to: requests as values (facts/engines.md, 5.2). The one place that knows the way to the server: this machine's own
/// loopback, or the operator's URL.
struct OpenCodeServer: Hashable, Sendable {
  /// The user of the password, unless a URL names another one.
  static let user = "opencode"

  /// Scheme, host and port, without a slash at the end.
  let base: String
  /// The directory that all requests are about.
  let directory: String
  private let user: String
  private let password: String

  /// A server of ours that listens on this machine.
  init(port: UInt16, password: String, directory: String) {
    base = "http://127.0.0.1:\(port)"
    user = Self.user
    self.password = password
    self.directory = directory
  }

  /// A server that the operator runs; `user@` before the host names another user. nil: the text is no `http` or `https` URL.
  init?(url: String, password: String?, directory: String) {
    guard let scheme = ["http://", "https://"].first(where: url.hasPrefix) else { return nil }
    var rest = url.dropFirst(scheme.count)
    while rest.hasSuffix("/") { rest.removeLast() }
    var user = Self.user
    if let at = rest.firstIndex(of: "@") {
      user = String(rest[..<at].prefix { $0 != ":" })
      rest = rest[rest.index(after: at)...]
    }
    guard !rest.isEmpty, !rest.contains(where: { $0 == "/" || $0 == "?" || $0 == "#" || $0.isWhitespace }) else { return nil }
    base = scheme + rest
    self.user = user
    self.password = password ?? ""
    self.directory = directory
  }

  /// A port of this machine's loopback that is free now; nil: the system has none.
  static func freePort() -> UInt16? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    return bound ? UInt16(bigEndian: address.sin_port) : nil
  }

  /// The port in the line that the server prints once it listens: "opencode server listening on http://127.0.0.1:4096".
  static func listeningPort(_ line: [UInt8]) -> UInt16? {
    let text = String(decoding: line.prefix(1024), as: UTF8.self)
    guard text.contains("listening on http"), let colon = text.lastIndex(of: ":") else { return nil }
    return UInt16(text[text.index(after: colon)...].prefix { $0.isASCII && $0.isNumber })
  }

  /// A request.
  /// - Parameter silenceSeconds: seconds without a byte of an answer; 0: no limit.
  func request(_ method: String, _ path: String, body: JSONValue? = nil, silenceSeconds: Double = 60) -> HTTPRequest {
    var headers = [HTTPField("Accept", path == "/event" ? "text/event-stream" : "application/json")]
    if !password.isEmpty {
      headers.append(HTTPField("Authorization", "Basic \(Data("\(user):\(password)".utf8).base64EncodedString())"))
    }
    var bytes: [UInt8] = []
    if method == "POST" {
      headers.append(HTTPField("Content-Type", "application/json"))
      (body ?? [:]).appendBytes(to: &bytes)
    }
    return HTTPRequest(
      method, "\(base)\(path)?directory=\(Self.escaped(directory))", headers: headers, body: bytes, silenceSeconds: silenceSeconds)
  }

  /// A part of a path; ids come from outside.
  static func escaped(_ text: String) -> String {
    var result = ""
    let digits = Array("0123456789ABCDEF")
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      // A segment must not become "..".
      default: result += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
    return result
  }
}

import Model

/// The head of a request to the proxy. Pure.
struct ConnectHead: Hashable, Sendable {
  /// What was asked for.
  enum Reading: Hashable, Sendable {
    /// A connection to this host and port.
    case connect(NetworkHost, UInt16)
    /// Something else, or a connection to what is no host: the status, the sentence, and the place as far as it can be shown.
    case refused(Int, String, place: String)
  }

  /// The most bytes that a head may have.
  static let limit = 8192

  /// Where the head ends in what was read, behind its empty line; nil: not yet.
  static func end(of bytes: [UInt8]) -> Int? {
    var index = 0
    while let newline = bytes[index...].firstIndex(of: 0x0A) {
      let next = newline + 1
      if next < bytes.count, bytes[next] == 0x0A { return next + 1 }
      if next + 1 < bytes.count, bytes[next] == 0x0D, bytes[next + 1] == 0x0A { return next + 2 }
      index = next
    }
    return nil
  }

  /// Reads the request line; header lines say nothing that we would follow.
  static func read(_ head: [UInt8]) -> Reading {
    let line = head.prefix { $0 != 0x0A && $0 != 0x0D }
    let words = line.split(separator: 0x20, omittingEmptySubsequences: false)
    guard words.count == 3, words[2].starts(with: Array("HTTP/1.".utf8)) else {
      return .refused(400, "this is no request to a proxy", place: "")
    }
    guard words[0].elementsEqual("CONNECT".utf8) else {
      return .refused(
        405, "this proxy only makes connections (CONNECT); plain HTTP does not leave the sandbox, use https", place: plainHost(words[1]))
    }
    let authority = String(decoding: words[1], as: UTF8.self)
    let shown = visible(authority)
    do throws(NetworkHost.Problem) {
      if authority.utf8.contains(0x40) { throw NetworkHost.Problem(text: "has a user in it") }
      let (name, port) = try NetworkHost.split(authority)
      guard let port else { return .refused(400, "“\(shown)” has no port", place: shown) }
      return .connect(try NetworkHost(parsing: name), port)
    } catch {
      return .refused(400, "“\(shown)” \(error.text)", place: shown)
    }
  }

  /// A text of the other side, short and in visible ASCII.
  static func visible(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars.prefix(100) { result += (0x21...0x7E).contains(scalar.value) ? String(scalar) : "?" }
    return result
  }

  /// The host of a plain request, without its path: what stands between `://` and the next `/`.
  private static func plainHost(_ target: ArraySlice<UInt8>) -> String {
    let text = String(decoding: target, as: UTF8.self)
    guard let start = text.firstRange(of: "://")?.upperBound else { return "" }
    let authority = text[start...].prefix { !"/?#".contains($0) }
    return visible(String(authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""))
  }
}

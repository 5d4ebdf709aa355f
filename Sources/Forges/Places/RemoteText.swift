/// The parts of a git remote's address or of a page's: `https://user@host:port/path`, `ssh://git@host:2222/path`, `git@host:path`. Pure.
struct RemoteText: Hashable {
  /// `https`, `http` or `ssh`.
  var scheme: String
  /// In lower case, IPv6 addresses in brackets; without the user.
  var host: String
  /// As written, but for the usual one of https and http; nil: none is.
  var port: String?
  /// The names of the path, decoded; without empty ones, query and fragment.
  var path: [String]

  /// Whether it is reached by ssh.
  var isSSH: Bool { scheme == "ssh" }
  /// The port, also where none is written.
  var portOrUsual: String { port ?? (scheme == "https" ? "443" : scheme == "http" ? "80" : "22") }

  /// Reads one; nil when it is none, or a path of this machine.
  /// - Parameter mayBeBare: whether it may have no path.
  init?(_ text: String, mayBeBare: Bool = false) {
    guard !text.isEmpty, !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7f || $0 == 0x5c }) else { return nil }
    let authority: Substring
    let rest: Substring
    if let separator = text.firstRange(of: "://") {
      let word = text[..<separator.lowerBound].lowercased()
      scheme = word == "git+ssh" || word == "ssh+git" ? "ssh" : word
      guard ["https", "http", "ssh"].contains(scheme) else { return nil }
      let place = text[separator.upperBound...].prefix { $0 != "?" && $0 != "#" }
      authority = place.prefix { $0 != "/" }
      rest = place.dropFirst(authority.count)
    } else {
      guard let parts = Self.scp(text) else { return nil }
      (scheme, authority, rest) = ("ssh", parts.authority, parts.path)
    }
    var whole = authority
    if let at = whole.lastIndex(of: "@") { whole = whole[whole.index(after: at)...] }
    (host, port) = Self.hostAndPort(whole.lowercased())
    guard Self.isHost(host), port.map(Self.isPort) ?? true, let names = Self.names(rest, isEncoded: scheme != "ssh") else { return nil }
    path = names
    guard mayBeBare || !path.isEmpty else { return nil }
  }

  /// `git.lab:3000` apart; a colon within brackets belongs to the host.
  static func hostAndPort(_ text: String) -> (host: String, port: String?) {
    guard let colon = text.lastIndex(of: ":"), !text[colon...].contains("]") else { return (text, nil) }
    let port = String(text[text.index(after: colon)...])
    return (String(text[..<colon]), port.isEmpty ? nil : port)
  }

  /// The scp form, as git reads it: no slash before the colon; brackets around a host with a port or an IPv6 address.
  private static func scp(_ text: String) -> (authority: Substring, path: Substring)? {
    guard !text.hasPrefix("/"), !text.hasPrefix("."), !text.hasPrefix("-") else { return nil }
    let at = text.lastIndex(of: "@").map { text.index(after: $0) } ?? text.startIndex
    let start = text.hasPrefix("[") ? text.startIndex : at
    if text[start...].hasPrefix("["), let close = text[start...].firstIndex(of: "]") {
      let behind = text[text.index(after: close)...]
      guard behind.hasPrefix(":") else { return nil }
      let inner = text[text.index(after: start)..<close]
      // More than one colon: an address; one: a host with its port.
      let isAddress = inner.filter { $0 == ":" }.count > 1
      return (isAddress ? text[start...close] : inner, behind.dropFirst())
    }
    guard let colon = text[start...].firstIndex(of: ":"), !text[..<colon].contains("/"), colon != start else { return nil }
    return (text[start..<colon], text[text.index(after: colon)...])
  }

  private static func isHost(_ text: String) -> Bool {
    let name = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
    return !name.isEmpty && name.utf8.count <= 255 && !name.hasPrefix("-")
      && name.unicodeScalars.allSatisfy {
        $0 == "." || $0 == "-" || $0 == "_" || $0 == ":" || $0.properties.isAlphabetic || $0.properties.numericType != nil
      }
  }

  private static func isPort(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt16(text).map { $0 > 0 } ?? false
  }

  private static func names(_ path: Substring, isEncoded: Bool) -> [String]? {
    var names: [String] = []
    for part in path.split(separator: "/") {
      guard let name = isEncoded ? decoded(part) : String(part), !name.utf8.contains(0), name != ".", name != ".." else { return nil }
      names.append(name)
    }
    return names
  }

  /// Without percent encoding; nil when that is wrong, or hides a slash.
  private static func decoded(_ text: Substring) -> String? {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else { return nil }
      let value = high << 4 | low
      guard value != UInt8(ascii: "/") else { return nil }
      bytes.append(value)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

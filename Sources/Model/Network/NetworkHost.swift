/// A host as it is compared: a name in its one spelling, or an address. Everything that another program could read as another host than we do is refused.
package enum NetworkHost: Hashable, Sendable {
  /// A name: lower case ASCII, without a closing dot, at least one label.
  case name(String)
  /// An address: 4 or 16 bytes in network order.
  case address([UInt8])

  /// What was wrong with a text, as the end of a sentence: "has a control character in it".
  package struct Problem: Error, Hashable, Sendable {
    /// The end of the sentence.
    package var text: String

    /// A problem.
    package init(text: String) { self.text = text }
  }

  /// Reads a host: a name, an IPv4 address in its standard spelling, an IPv6 address with or without brackets. Upper case is made lower and one closing dot is
  /// dropped; names that are not ASCII have to be written in their ASCII form (RFC 5890); what ends in a number is an address (WHATWG URL, "ends in a number"), and
  /// its decimal, octal, hexadecimal and shortened spellings are refused.
  /// - Throws: `Problem`.
  package init(parsing text: String) throws(Problem) {
    var bytes = Array(text.utf8)
    guard !bytes.isEmpty else { throw Problem(text: "is empty") }
    guard bytes.count <= 255 else { throw Problem(text: "is longer than 255 bytes") }
    if bytes.contains(where: { $0 < 0x21 || $0 == 0x7F }) { throw Problem(text: "has a blank or a control character in it") }
    if bytes.contains(where: { $0 >= 0x80 }) { throw Problem(text: "is not ASCII: write it in its ASCII form (xn--…)") }
    if bytes.contains(UInt8(ascii: "@")) { throw Problem(text: "has a user in it") }
    if bytes.contains(UInt8(ascii: "[")) || bytes.contains(UInt8(ascii: ":")) {
      if bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") { bytes = Array(bytes.dropFirst().dropLast()) }
      guard let address = AddressText.six(bytes) else { throw Problem(text: "is no IPv6 address in its standard spelling") }
      self = .address(address)
      return
    }
    if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
    bytes = bytes.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard let last = labels.last, labels.allSatisfy({ (1...63).contains($0.count) }), bytes.count <= 253 else {
      throw Problem(text: "has an empty or too long part")
    }
    if Self.isNumber(last) {
      guard let address = AddressText.four(bytes) else { throw Problem(text: "is an address in an unusual spelling") }
      self = .address(address)
      return
    }
    for label in labels {
      guard label.allSatisfy({ Self.isLetter($0) || Self.isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }) else {
        throw Problem(text: "has a character in it that no host name has")
      }
      if label.first == UInt8(ascii: "-") || label.last == UInt8(ascii: "-") {
        throw Problem(text: "has a part that begins or ends with “-”")
      }
    }
    self = .name(String(decoding: bytes, as: UTF8.self))
  }

  /// The host in its one spelling, without brackets.
  package var text: String {
    switch self {
    case .name(let name): name
    case .address(let bytes): AddressText.text(bytes)
    }
  }

  /// Host and port as they stand in a URL or a CONNECT line: `example.org:443`, `[2001:db8::1]:443`.
  package func text(port: UInt16) -> String {
    if case .address(let bytes) = self, bytes.count == 16 { return "[\(text)]:\(port)" }
    return "\(text):\(port)"
  }

  /// Whether this is the host itself: `localhost` or an address of its loopback.
  package var isLoopback: Bool {
    switch self {
    case .name(let name): name == "localhost" || name.hasSuffix(".localhost")
    case .address(let bytes): bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
    }
  }

  /// Cuts `HOST:PORT` in two; the port is nil when there is none. An IPv6 address with a port has brackets.
  /// - Throws: `Problem` when the port is none.
  package static func split(_ text: String) throws(Problem) -> (host: String, port: UInt16?) {
    let bytes = Array(text.utf8)
    guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")) else { return (text, nil) }
    let bracket = bytes.lastIndex(of: UInt8(ascii: "]"))
    if let bracket, bracket > colon { return (text, nil) }
    // More than one colon without brackets: an IPv6 address alone.
    if bracket == nil, bytes.firstIndex(of: UInt8(ascii: ":")) != colon { return (text, nil) }
    if let bracket, bracket + 1 != colon { throw Problem(text: "has something between its address and its port") }
    let digits = bytes[(colon + 1)...]
    guard (1...5).contains(digits.count), digits.allSatisfy(isDigit), let port = UInt16(String(decoding: digits, as: UTF8.self)), port > 0
    else { throw Problem(text: "has a port that is none: 1 to 65535 are") }
    return (String(decoding: bytes[..<colon], as: UTF8.self), port)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }

  /// Whether a label is what URL parsers read as a number: digits, or `0x` and hexadecimal digits.
  private static func isNumber(_ label: ArraySlice<UInt8>) -> Bool {
    if label.allSatisfy(isDigit) { return true }
    guard label.starts(with: Array("0x".utf8)) else { return false }
    return label.dropFirst(2).allSatisfy { isDigit($0) || (0x61...0x66).contains($0) }
  }
}

/// Reads a request's target: a path on this host, which means the same to whoever reads it next. Absolute URLs, authorities (`CONNECT`), `*`, dot segments, empty
/// segments, backslashes and encoded separators are refused.
enum GatewayTarget {
  /// Bytes of a target at most.
  static let limit = 8 * 1024

  /// The path, and what follows the "?".
  /// - Throws: `GatewayRefusal`, which ends the connection.
  static func read(_ bytes: ArraySlice<UInt8>) throws(GatewayRefusal) -> (path: String, query: String?) {
    guard bytes.count <= limit else { throw .malformed("the request's target is longer than \(limit) bytes", status: 414) }
    guard bytes.first == UInt8(ascii: "/") else { throw .malformed("the request's target is no path; no other host is reached from here") }
    guard bytes.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "\\") }) else {
      throw .malformed("the request's target has characters that may not stand there")
    }
    let mark = bytes.firstIndex(of: UInt8(ascii: "?"))
    let path = bytes[..<(mark ?? bytes.endIndex)]
    try checkEscapes(bytes)
    // "/" alone is the root; elsewhere an empty segment is one too many.
    let segments = path.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for (index, segment) in segments.enumerated() {
      let isLast = index == segments.count - 1
      guard !segment.isEmpty || isLast else { throw .malformed("the request's path has an empty segment") }
      try checkSegment(segment)
    }
    return (String(decoding: path, as: UTF8.self), mark.map { String(decoding: bytes[($0 + 1)...], as: UTF8.self) })
  }

  private static func checkEscapes(_ bytes: ArraySlice<UInt8>) throws(GatewayRefusal) {
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "%") {
      let digits = bytes.dropFirst(offset + 1).prefix(2)
      guard digits.count == 2, digits.allSatisfy({ isHexadecimal($0) }) else {
        throw .malformed("the request's target has a broken escape")
      }
    }
  }

  /// What a reader that decodes once or twice could take for a way up, or for a separator.
  private static func checkSegment(_ segment: ArraySlice<UInt8>) throws(GatewayRefusal) {
    let text = String(decoding: segment, as: UTF8.self).lowercased()
    let isHidden = ["%2e", "%2f", "%5c", "%00", "%25"].contains { text.contains($0) }
    guard !isHidden, text != ".", !text.hasPrefix("..") else { throw .malformed("the request's path leads elsewhere") }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}

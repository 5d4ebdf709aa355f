/// Addresses of the internet protocol as text, in their standard spellings only. Pure.
enum AddressText {
  /// Four numbers from 0 to 255 without leading zeros; nil when it is none.
  static func four(_ bytes: some Collection<UInt8>) -> [UInt8]? {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var result: [UInt8] = []
    for part in parts {
      guard (1...3).contains(part.count), part.allSatisfy({ (0x30...0x39).contains($0) }), part.count == 1 || part.first != 0x30,
        let number = UInt8(String(decoding: part, as: UTF8.self))
      else { return nil }
      result.append(number)
    }
    return result
  }

  /// RFC 4291, 2.2, without a zone; nil when it is none.
  static func six(_ bytes: [UInt8]) -> [UInt8]? {
    guard (2...45).contains(bytes.count) else { return nil }
    var text = bytes[...]
    var tail: [UInt8] = []
    // The last 32 bits may be written as an IPv4 address.
    if text.contains(UInt8(ascii: ".")) {
      guard let colon = text.lastIndex(of: UInt8(ascii: ":")), colon > text.startIndex, let four = four(text[(colon + 1)...]) else {
        return nil
      }
      tail = four
      // The colon stays where it is half of a "::".
      let doubled = text[colon - 1] == UInt8(ascii: ":")
      text = text[...(doubled ? colon : colon - 1)]
      guard !text.isEmpty else { return nil }
    }
    let room = 16 - tail.count
    var gap: Int?
    var result: [UInt8] = []
    var index = text.startIndex
    if text.starts(with: [0x3A, 0x3A]) {
      gap = 0
      index += 2
    }
    while index < text.endIndex {
      let end = text[index...].firstIndex(of: 0x3A) ?? text.endIndex
      guard (1...4).contains(end - index), text[index] != UInt8(ascii: "+"), text[index] != UInt8(ascii: "-"),
        let word = UInt16(String(decoding: text[index..<end], as: UTF8.self), radix: 16), result.count + 2 <= room
      else { return nil }
      result += [UInt8(word >> 8), UInt8(word & 0xFF)]
      if end == text.endIndex { break }
      index = end + 1
      guard index < text.endIndex else { return nil }
      if text[index] == 0x3A {
        guard gap == nil else { return nil }
        gap = result.count
        index += 1
      }
    }
    guard let gap else { return result.count == room ? result + tail : nil }
    guard result.count + 2 <= room else { return nil }
    return result[..<gap] + [UInt8](repeating: 0, count: room - result.count) + result[gap...] + tail
  }

  /// The standard text: RFC 5952 for IPv6.
  static func text(_ bytes: [UInt8]) -> String {
    if bytes.count == 4 { return bytes.map { String($0) }.joined(separator: ".") }
    guard bytes.count == 16 else { return "" }
    let words = (0..<8).map { UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]) }
    var best = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8, words[end] == 0 { end += 1 }
      if end - start > max(1, best.count) { best = start..<end }
      start = max(end, start + 1)
    }
    let hex = words.map { String($0, radix: 16) }
    if best.isEmpty { return hex.joined(separator: ":") }
    return hex[..<best.lowerBound].joined(separator: ":") + "::" + hex[best.upperBound...].joined(separator: ":")
  }
}

/// A short name for texts: equal texts have equal names, on every machine and with every release. Not for secrets: it is easily forged.
package enum TextDigest {
  /// The digest of texts in their order: their length and two FNV-1a sums (http://www.isthe.com/chongo/tech/comp/fnv/) from different beginnings.
  package static func of(_ texts: [String]) -> String {
    var first: UInt64 = 0xCBF2_9CE4_8422_2325
    var second: UInt64 = 0x9E37_79B9_7F4A_7C15
    var count = 0
    func take(_ byte: UInt8) {
      first = (first ^ UInt64(byte)) &* 0x100_0000_01B3
      second = (second ^ UInt64(byte)) &* 0x100_0000_01B3
      second ^= second >> 29
      count += 1
    }
    for text in texts {
      for byte in text.utf8 { take(byte) }
      // No byte of UTF-8: where one text ends and the next begins matters.
      take(0xFF)
    }
    return "\(count):" + String(first, radix: 16) + ":" + String(second, radix: 16)
  }
}

/// Base64 (RFC 4648, section 4) for OSC 52.
enum Base64 {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: some Sequence<UInt8>) -> String {
    let input = Array(bytes)
    var output: [UInt8] = []
    output.reserveCapacity((input.count + 2) / 3 * 4)
    for start in stride(from: 0, to: input.count, by: 3) {
      let group = input[start..<min(start + 3, input.count)]
      var bits: UInt32 = 0
      for offset in 0..<3 { bits = bits << 8 | (offset < group.count ? UInt32(group[start + offset]) : 0) }
      for place in 0..<4 { output.append(place <= group.count ? letters[Int(bits >> (18 - 6 * UInt32(place))) & 63] : 0x3D) }
    }
    return String(decoding: output, as: UTF8.self)
  }
}

/// The spellings of a secret that programs print.
enum SecretForms {
  private static let plain = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let urlSafe = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// All forms, each at least as long as the shortest secret: as it is, reversed, hexadecimal, percent-encoded, as in JSON, and in base64 at any alignment.
  static func all(of secret: [UInt8]) -> Set<[UInt8]> {
    var forms: Set<[UInt8]> = [secret, Array(secret.reversed())]
    for upper in [false, true] {
      forms.insert(hex(secret, upper: upper))
      forms.insert(percent(secret, upper: upper))
      forms.insert(json(secret, upper: upper, escaping: isMarkup))
      forms.insert(json(secret, upper: upper, escaping: isMark))
    }
    for slash in [false, true] { forms.insert(json(secret, slash: slash)) }
    for lead in 0...2 {
      forms.insert(base64(secret, lead: lead, alphabet: plain))
      forms.insert(base64(secret, lead: lead, alphabet: urlSafe))
    }
    return forms.filter { $0.count >= Redactor.minimumLength }
  }

  /// Base64 of the secret behind `lead` unknown bytes: only the characters that do not depend on what stands around it.
  static func base64(_ secret: [UInt8], lead: Int, alphabet: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    var bits = lead * 8
    let end = (lead + secret.count) * 8
    bits = (bits + 5) / 6 * 6
    while bits + 6 <= end {
      var value = 0
      for bit in bits..<bits + 6 {
        let position = bit - lead * 8
        value = value << 1 | Int(secret[position / 8] >> UInt8(7 - position % 8) & 1)
      }
      out.append(alphabet[value])
      bits += 6
    }
    return out
  }

  private static func digit(_ value: UInt8, upper: Bool) -> UInt8 { value < 10 ? value + 0x30 : value + (upper ? 0x37 : 0x57) }

  private static func hex(_ secret: [UInt8], upper: Bool) -> [UInt8] {
    secret.flatMap { [digit($0 >> 4, upper: upper), digit($0 & 15, upper: upper)] }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }

  private static func percent(_ secret: [UInt8], upper: Bool) -> [UInt8] {
    secret.flatMap { byte -> [UInt8] in
      if isAlphanumeric(byte) || "-_.~".utf8.contains(byte) { return [byte] }
      return [UInt8(ascii: "%"), digit(byte >> 4, upper: upper), digit(byte & 15, upper: upper)]
    }
  }

  /// As most writers of JSON put it.
  private static func json(_ secret: [UInt8], slash: Bool) -> [UInt8] {
    secret.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "/"): slash ? [UInt8(ascii: "\\"), byte] : [byte]
      case 0x0a: Array("\\n".utf8)
      case 0x0d: Array("\\r".utf8)
      case 0x09: Array("\\t".utf8)
      case 0..<0x20, 0x7f: unicode(byte, upper: false)
      default: [byte]
      }
    }
  }

  /// As writers put it that escape some characters by number.
  private static func json(_ secret: [UInt8], upper: Bool, escaping isEscaped: (UInt8) -> Bool) -> [UInt8] {
    secret.flatMap { byte -> [UInt8] in
      if isEscaped(byte) || byte < 0x20 { return unicode(byte, upper: upper) }
      return byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") ? [UInt8(ascii: "\\"), byte] : [byte]
    }
  }

  private static func unicode(_ byte: UInt8, upper: Bool) -> [UInt8] {
    Array("\\u00".utf8) + [digit(byte >> 4, upper: upper), digit(byte & 15, upper: upper)]
  }

  /// What Go's encoder and others escape for the sake of web pages.
  private static func isMarkup(_ byte: UInt8) -> Bool { "<>&".utf8.contains(byte) }

  /// What PHP's, .NET's and others can be told to escape.
  private static func isMark(_ byte: UInt8) -> Bool { "\"'+<>&/=\\`".utf8.contains(byte) || byte == 0x7f }
}

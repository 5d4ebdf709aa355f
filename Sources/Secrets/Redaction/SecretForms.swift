/// The spellings of a secret that programs print.
enum SecretForms {
  private static let plain = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let urlSafe = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// All forms, each at least as long as the shortest secret.
  static func all(of secret: [UInt8]) -> Set<[UInt8]> {
    var forms: Set<[UInt8]> = [
      secret, percent(secret, upper: true), percent(secret, upper: false), json(secret, slash: false), json(secret, slash: true),
    ]
    forms.insert(hex(secret, upper: false))
    forms.insert(hex(secret, upper: true))
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

  private static func percent(_ secret: [UInt8], upper: Bool) -> [UInt8] {
    secret.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"),
        UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"):
        [byte]
      default: [UInt8(ascii: "%"), digit(byte >> 4, upper: upper), digit(byte & 15, upper: upper)]
      }
    }
  }

  private static func json(_ secret: [UInt8], slash: Bool) -> [UInt8] {
    secret.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "/"): slash ? [UInt8(ascii: "\\"), byte] : [byte]
      case 0x0a: Array("\\n".utf8)
      case 0x0d: Array("\\r".utf8)
      case 0x09: Array("\\t".utf8)
      case 0..<0x20: Array("\\u00".utf8) + [digit(byte >> 4, upper: false), digit(byte & 15, upper: false)]
      default: [byte]
      }
    }
  }
}

/// The fields of a tool call's input for people: the members of a JSON object, strings decoded, the rest as it was written. Tolerant: what breaks off is shown
/// as far as it goes; a text that is no object has no fields.
struct ToolInput: Hashable, Sendable {
  struct Field: Hashable, Sendable {
    var name: String
    var value: String
  }

  private(set) var fields: [Field] = []
  private let bytes: [UInt8]
  private var at = 0

  init(_ text: String) {
    bytes = Array(text.utf8.prefix(StreamedText.limit))
    skipSpace()
    guard take(0x7B) else { return }
    while fields.count < 200 {
      skipSpace()
      guard let name = string() else { return }
      skipSpace()
      guard take(0x3A) else { return }
      skipSpace()
      fields.append(Field(name: name, value: string() ?? raw()))
      skipSpace()
      guard take(0x2C) else { return }
    }
  }

  /// The value of the first field that has one of these names.
  func value(_ names: String...) -> String? { fields.first { names.contains($0.name) }?.value }

  private mutating func skipSpace() {
    while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard at < bytes.count, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  private mutating func string() -> String? {
    guard take(0x22) else { return nil }
    var result: [UInt8] = []
    while at < bytes.count, bytes[at] != 0x22 {
      guard bytes[at] == 0x5C, at + 1 < bytes.count else {
        result.append(bytes[at])
        at += 1
        continue
      }
      at += 2
      switch bytes[at - 1] {
      case 0x6E: result.append(0x0A)
      case 0x74: result.append(0x09)
      case 0x72: result.append(0x0D)
      case 0x62: result.append(0x08)
      case 0x66: result.append(0x0C)
      case 0x75: result += Array(String(scalar()).utf8)
      default: result.append(bytes[at - 1])
      }
    }
    at += 1
    return String(decoding: result, as: UTF8.self)
  }

  /// The scalar of four hexadecimal digits, and of a second four after a surrogate.
  private mutating func scalar() -> Unicode.Scalar {
    guard let first = unit() else { return "\u{FFFD}" }
    if (0xD800..<0xDC00).contains(first), at + 1 < bytes.count, bytes[at] == 0x5C, bytes[at + 1] == 0x75 {
      at += 2
      guard let second = unit(), (0xDC00..<0xE000).contains(second) else { return "\u{FFFD}" }
      return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
    }
    return Unicode.Scalar(first) ?? "\u{FFFD}"
  }

  private mutating func unit() -> UInt32? {
    guard at + 4 <= bytes.count, let value = UInt32(String(decoding: bytes[at..<(at + 4)], as: UTF8.self), radix: 16) else { return nil }
    at += 4
    return value
  }

  /// A value that is no string, up to the comma or brace that ends it.
  private mutating func raw() -> String {
    let start = at
    var depth = 0
    var quoted = false
    while at < bytes.count {
      let byte = bytes[at]
      if quoted {
        if byte == 0x5C { at += 1 } else if byte == 0x22 { quoted = false }
      } else if byte == 0x22 {
        quoted = true
      } else if byte == 0x7B || byte == 0x5B {
        depth += 1
      } else if byte == 0x7D || byte == 0x5D {
        if depth == 0 { break }
        depth -= 1
      } else if byte == 0x2C, depth == 0 {
        break
      }
      at += 1
    }
    at = min(at, bytes.count)
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }
}

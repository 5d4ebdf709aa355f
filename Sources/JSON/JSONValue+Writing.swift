extension JSONValue {
  /// As JSON text. Control characters (C0, DEL, C1), U+2028 and U+2029 are escaped, so that the text is one line and harmless on a terminal; numbers that
  /// JSON has no words for (NaN, infinities) become `null`. `pretty`: two spaces a level, one member a line.
  package func serialized(pretty: Bool = false) -> String {
    var bytes: [UInt8] = []
    appendBytes(to: &bytes, pretty: pretty)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the JSON text, see `serialized(pretty:)`.
  package func appendBytes(to bytes: inout [UInt8], pretty: Bool = false) {
    write(to: &bytes, pretty: pretty, level: 0)
  }

  private func write(to bytes: inout [UInt8], pretty: Bool, level: Int) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): bytes.append(contentsOf: value.description.utf8)
    case .double(let value): bytes.append(contentsOf: (value.isFinite ? value.description : "null").utf8)
    case .string(let value): Self.write(value, to: &bytes)
    case .array(let values):
      bytes.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        if pretty { Self.newLine(&bytes, level + 1) }
        value.write(to: &bytes, pretty: pretty, level: level + 1)
      }
      if pretty, !values.isEmpty { Self.newLine(&bytes, level) }
      bytes.append(UInt8(ascii: "]"))
    case .object(let object):
      bytes.append(UInt8(ascii: "{"))
      for (index, (key, value)) in object.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        if pretty { Self.newLine(&bytes, level + 1) }
        Self.write(key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        if pretty { bytes.append(UInt8(ascii: " ")) }
        value.write(to: &bytes, pretty: pretty, level: level + 1)
      }
      if pretty, !object.isEmpty { Self.newLine(&bytes, level) }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func newLine(_ bytes: inout [UInt8], _ level: Int) {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * 2))
  }

  private static func write(_ text: String, to bytes: inout [UInt8]) {
    var text = text
    bytes.append(UInt8(ascii: "\""))
    text.withUTF8 { escape($0, to: &bytes) }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func escape(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    var start = 0
    var index = 0
    func flush(_ bytes: inout [UInt8]) {
      if start < index { bytes.append(contentsOf: text[start..<index]) }
    }
    while index < text.count {
      let byte = text[index]
      var width = 1
      var code: UInt16 = 0
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0..<0x20, 0x7f: code = UInt16(byte)
      case 0xc2 where index + 1 < text.count && text[index + 1] < 0xa0:
        code = UInt16(text[index + 1])
        width = 2
      case 0xe2 where index + 2 < text.count && text[index + 1] == 0x80 && text[index + 2] & 0xfe == 0xa8:
        code = 0x2000 | UInt16(text[index + 2] & 0x3f)
        width = 3
      default:
        index += 1
        continue
      }
      flush(&bytes)
      append(code, to: &bytes)
      index += width
      start = index
    }
    flush(&bytes)
  }

  private static func append(_ code: UInt16, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\\"))
    switch code {
    case 0x22, 0x5c: bytes.append(UInt8(code))
    case 0x0a: bytes.append(UInt8(ascii: "n"))
    case 0x0d: bytes.append(UInt8(ascii: "r"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    default:
      bytes.append(UInt8(ascii: "u"))
      for shift in [12, 8, 4, 0] as [UInt16] {
        let digit = UInt8(code >> shift & 0xf)
        bytes.append(digit < 10 ? digit + 0x30 : digit + 0x57)
      }
    }
  }
}

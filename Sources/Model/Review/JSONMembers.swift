/// The members of a JSON object at its top, each with the bytes of its value without white space between tokens. Small and strict: what is not JSON is nil.
/// A key that comes twice counts by its last value, as JavaScript reads it. Depth and size are bounded by the caller's bytes; nothing recurses.
enum JSONMembers {
  static func read(_ bytes: [UInt8]) -> [String: [UInt8]]? {
    var reader = Reader(bytes: bytes)
    return reader.object()
  }

  private struct Reader {
    let bytes: [UInt8]
    var at = 0

    init(bytes: [UInt8]) {
      self.bytes = bytes
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    }

    mutating func object() -> [String: [UInt8]]? {
      guard next() == UInt8(ascii: "{") else { return nil }
      at += 1
      var members: [String: [UInt8]] = [:]
      if next() == UInt8(ascii: "}") {
        at += 1
        return next() == nil ? members : nil
      }
      while true {
        guard next() == UInt8(ascii: "\""), let raw = string(), let key = Self.decoded(raw), next() == UInt8(ascii: ":") else { return nil }
        at += 1
        guard let value = value() else { return nil }
        members[key] = value
        switch next() {
        case UInt8(ascii: ","): at += 1
        case UInt8(ascii: "}"):
          at += 1
          return next() == nil ? members : nil
        default: return nil
        }
      }
    }

    /// The next byte that is no white space.
    mutating func next() -> UInt8? {
      while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
      return at < bytes.count ? bytes[at] : nil
    }

    /// A string with its quotes.
    mutating func string() -> [UInt8]? {
      let start = at
      at += 1
      while at < bytes.count {
        switch bytes[at] {
        case UInt8(ascii: "\\"): at += 2
        case UInt8(ascii: "\""):
          at += 1
          return Array(bytes[start..<at])
        default: at += 1
        }
      }
      return nil
    }

    /// A value of any kind: up to the comma or bracket that ends it.
    mutating func value() -> [UInt8]? {
      var depth = 0
      var result: [UInt8] = []
      while let byte = next() {
        switch byte {
        case UInt8(ascii: "\""):
          guard let string = string() else { return nil }
          result += string
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          depth += 1
          result.append(byte)
          at += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          if depth == 0 { return result.isEmpty ? nil : result }
          depth -= 1
          result.append(byte)
          at += 1
        case UInt8(ascii: ",") where depth == 0: return result.isEmpty ? nil : result
        default:
          result.append(byte)
          at += 1
        }
      }
      return nil
    }

    /// A key's text with its escapes resolved: `"scr\u0069pts"` is `scripts`.
    static func decoded(_ raw: [UInt8]) -> String? {
      var units: [UInt16] = []
      var text = String(decoding: raw.dropFirst().dropLast(), as: UTF8.self).utf16.makeIterator()
      while let unit = text.next() {
        guard unit == 0x5C else {
          units.append(unit)
          continue
        }
        guard let escape = text.next() else { return nil }
        guard escape == 0x75 else {
          units.append(escape)
          continue
        }
        var code: UInt16 = 0
        for _ in 0..<4 {
          guard let digit = text.next().flatMap({ Unicode.Scalar($0) }).flatMap({ Character($0).hexDigitValue }) else { return nil }
          code = code << 4 | UInt16(digit)
        }
        units.append(code)
      }
      return String(decoding: units, as: UTF16.self)
    }
  }
}

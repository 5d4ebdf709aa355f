/// The text of a file's bytes, and how its lines end.
struct TextFile {
  /// The text with "\n" at the line ends.
  var text: String
  /// Whether every line ends with CR LF.
  var usesCarriageReturns: Bool

  /// Whether bytes look like no text: a zero byte near the beginning.
  static func isBinary(_ bytes: [UInt8]) -> Bool { bytes.prefix(8192).contains(0) }

  /// The text; nil when the bytes are no UTF-8.
  init?(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    let ends = bytes.indices.filter { bytes[$0] == 0x0a }
    usesCarriageReturns = !ends.isEmpty && ends.allSatisfy { $0 > 0 && bytes[$0 - 1] == 0x0d }
    self.text = usesCarriageReturns ? Self.withoutCarriageReturns(text) : text
  }

  /// Bytes of a text with this file's line ends.
  func bytes(_ text: String) -> [UInt8] {
    guard usesCarriageReturns else { return Array(text.utf8) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + text.utf8.count / 32)
    for byte in Self.withoutCarriageReturns(text).utf8 {
      if byte == 0x0a { bytes.append(0x0d) }
      bytes.append(byte)
    }
    return bytes
  }

  /// A text whose lines end with CR LF, with "\n" instead.
  static func withoutCarriageReturns(_ text: String) -> String {
    guard text.utf8.contains(0x0d) else { return text }
    let bytes = Array(text.utf8)
    let kept = bytes.indices.filter { !(bytes[$0] == 0x0d && $0 + 1 < bytes.count && bytes[$0 + 1] == 0x0a) }
    return String(decoding: kept.map { bytes[$0] }, as: UTF8.self)
  }
}

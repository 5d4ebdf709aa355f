/// Finds the secret in what a command printed or a file holds.
enum SecretLine {
  /// The first line that is not blank, without the white space around it; nil when there is none or it is no text. The bytes are overwritten.
  static func take(from bytes: inout [UInt8], _ count: Int? = nil) -> SecretBytes? {
    var text = bytes.prefix(count ?? bytes.count)
    defer {
      // A secret of its own wipes what it takes.
      text = []
      _ = SecretBytes(taking: &bytes)
    }
    guard String(validating: text, as: UTF8.self) != nil, !text.contains(0) else { return nil }
    for line in text.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
      let trimmed = line.drop { $0 == 0x20 || $0 == 0x09 }
      guard let last = trimmed.lastIndex(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
      return SecretBytes(trimmed[...last])
    }
    return nil
  }
}

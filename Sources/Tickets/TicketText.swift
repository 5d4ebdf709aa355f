/// Pasted bytes as lines, or the reason why they are not a text. Line ends become `\n`, spaces of all kinds become spaces, control
/// characters and terminal sequences go.
struct TicketText: Sendable {
  /// The most bytes that are read as a list.
  static let limit = 2 << 20

  /// The lines in order; empty when there is a refusal.
  private(set) var lines: [TicketLine] = []
  /// What was changed while cleaning.
  private(set) var remarks: [String] = []
  /// Why nothing was read: one sentence.
  private(set) var refusal: String?

  /// Reads the bytes of a paste or a file.
  init(_ bytes: [UInt8]) {
    guard bytes.count <= Self.limit else {
      let tenths = (bytes.count * 10 + (1 << 19)) >> 20
      refusal = "The list is \(tenths / 10).\(tenths % 10) MiB; at most 2 MiB are read, so add it in parts."
      return
    }
    var source = bytes
    if let text = Self.utf16(bytes) { source = Array(text.utf8) }
    let census = Census(source)
    if census.blank {
      refusal = "The list is empty."
      return
    }
    if census.nul || census.controls * 10 > source.count {
      refusal = "This looks like binary data, not like a list of tickets; nothing was read."
      return
    }
    if census.high, String(validating: source, as: UTF8.self) == nil {
      let repaired = Array(String(decoding: source, as: UTF8.self).utf8)
      let broken = Self.replacements(repaired) - Self.replacements(source)
      guard broken <= 8 || broken * 200 <= source.count else {
        refusal =
          "The list is not UTF-8 text (\(broken) places cannot be read); convert it first, for example with iconv -f latin1 -t utf-8."
        return
      }
      remarks.append("\(broken) \(broken == 1 ? "place was" : "places were") not UTF-8 and \(broken == 1 ? "shows" : "show") as \u{FFFD}.")
      source = repaired
    }
    if census.high || census.controls > 0 || census.returns {
      let cleaned = Self.cleaned(source)
      if cleaned.removed > 0 {
        remarks.append("\(cleaned.removed) control \(cleaned.removed == 1 ? "character" : "characters") removed.")
      }
      source = cleaned.bytes
    }
    split(source)
    if lines.allSatisfy(\.isBlank) {
      lines = []
      refusal = "The list is empty."
    }
  }

  /// What kinds of bytes there are.
  private struct Census {
    var nul = false
    var controls = 0
    var high = false
    var returns = false
    var blank = true

    init(_ bytes: [UInt8]) {
      for byte in bytes {
        if byte > 0x20 {
          if byte >= 0x80 { high = true } else if byte == 0x7F { controls += 1 }
          blank = false
        } else if byte < 0x20, byte != 0x0A, byte != 0x09 {
          if byte == 0x0D { returns = true } else { controls += 1 }
          if byte == 0 { nul = true }
        }
      }
      if controls > 0 { blank = false }
    }
  }

  /// The text of UTF-16 with a byte order mark, as Windows shells write it.
  private static func utf16(_ bytes: [UInt8]) -> String? {
    guard bytes.count >= 2, bytes.count % 2 == 0 else { return nil }
    let little = bytes[0] == 0xFF && bytes[1] == 0xFE
    guard little || (bytes[0] == 0xFE && bytes[1] == 0xFF) else { return nil }
    let units = stride(from: 2, to: bytes.count, by: 2).map { index in
      little ? UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8 : UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
    }
    return String(validating: units, as: UTF16.self)
  }

  /// How often U+FFFD is written in the bytes.
  private static func replacements(_ bytes: [UInt8]) -> Int {
    var count = 0
    var index = 0
    while index + 2 < bytes.count {
      if bytes[index] == 0xEF, bytes[index + 1] == 0xBF, bytes[index + 2] == 0xBD {
        count += 1
        index += 3
      } else {
        index += 1
      }
    }
    return count
  }

  /// The bytes with `\n` line ends, plain spaces and no control characters; and how many of those there were.
  static func cleaned(_ bytes: [UInt8]) -> (bytes: [UInt8], removed: Int) {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var removed = 0
    var index = 0
    let end = bytes.count
    while index < end {
      let byte = bytes[index]
      index += 1
      switch byte {
      case 0x0D:
        if index < end, bytes[index] == 0x0A { index += 1 }
        result.append(0x0A)
      case 0x0A, 0x09: result.append(byte)
      case 0x1B:
        removed += 1
        index = afterEscape(bytes, index)
      case 0x00..<0x20, 0x7F: removed += 1
      case 0xC2 where index < end && bytes[index] <= 0xA0:
        // U+0085 ends a line, U+00A0 is a space, the other C1 controls go.
        if bytes[index] == 0x85 { result.append(0x0A) } else if bytes[index] == 0xA0 { result.append(0x20) } else { removed += 1 }
        index += 1
      case 0xE2 where index + 1 < end && bytes[index] == 0x80:
        switch bytes[index + 1] {
        case 0xA8, 0xA9: result.append(0x0A)
        case 0x80...0x8A, 0xAF: result.append(0x20)
        case 0x8B: break
        default: result += [0xE2, 0x80, bytes[index + 1]]
        }
        index += 2
      case 0xEF where index + 1 < end && bytes[index] == 0xBB && bytes[index + 1] == 0xBF: index += 2
      default: result.append(byte)
      }
    }
    return (result, removed)
  }

  /// The index behind a terminal sequence whose ESC was just read (ECMA-48: CSI up to its final byte; other sequences one byte).
  private static func afterEscape(_ bytes: [UInt8], _ start: Int) -> Int {
    guard start < bytes.count, bytes[start] == 0x5B else { return start }
    var index = start + 1
    while index < bytes.count, (0x20...0x3F).contains(bytes[index]) { index += 1 }
    return index < bytes.count && (0x40...0x7E).contains(bytes[index]) ? index + 1 : index
  }

  /// Makes the lines and takes away the indentation that all of them have.
  private mutating func split(_ bytes: [UInt8]) {
    var start = 0
    var number = 1
    var common = Int.max
    for index in 0...bytes.count where index == bytes.count || bytes[index] == 0x0A {
      let line = TicketLine(number: number, bytes: bytes[start..<index])
      if !line.isBlank { common = min(common, line.indent) }
      lines.append(line)
      start = index + 1
      number += 1
    }
    guard common > 0, common < Int.max else { return }
    for index in lines.indices where !lines[index].isBlank {
      lines[index].raw = lines[index].dedented(by: common)
      lines[index].indent -= common
    }
  }
}

/// The shell command that a tool call runs, as its input has it, whatever the engine calls its tools.
struct ToolCommand {
  /// The command.
  let command: String
  /// Whether it is left running.
  let isBackground: Bool

  private static let longest = 1 << 20
  private static let keys = ["command", "cmd", "script", "shell_command"]
  private static let marks = ["run_in_background", "background", "is_background"]
  private static let names = ["bash", "shell", "terminal", "exec", "command", "run"]

  /// Nil: the call runs no command that is told.
  init?(_ call: ToolCall) {
    guard call.kind != .other || Self.names.contains(where: call.name.lowercased().contains) else { return nil }
    let bytes = Array(call.input.utf8.prefix(Self.longest))
    let members = bytes.count < Self.longest ? JSONMembers.read(bytes) ?? [:] : [:]
    isBackground = Self.marks.contains { members[$0] == Array("true".utf8) }
    for key in Self.keys {
      guard let value = members[key] else { continue }
      if let text = Self.text(value[...]), !text.isEmpty {
        command = text
        return
      }
      if let words = Self.texts(value), !words.isEmpty {
        command = words.count == 1 ? words[0] : words.map(Self.quoted).joined(separator: " ")
        return
      }
    }
    guard call.kind == .execute, !call.title.isEmpty else { return nil }
    command = call.title
  }

  private static func quoted(_ word: String) -> String {
    word.contains { " \n\t;|&()<>\"`$*?".contains($0) } ? "'\(word.replacing("'", with: "'\\''"))'" : word
  }

  /// The strings of a JSON array of strings; nil: it is none.
  private static func texts(_ value: [UInt8]) -> [String]? {
    guard value.first == UInt8(ascii: "["), value.last == UInt8(ascii: "]") else { return nil }
    var found: [String] = []
    var at = 1
    while at < value.count - 1 {
      guard value[at] == UInt8(ascii: "\"") else { return nil }
      var end = at + 1
      while end < value.count, value[end] != UInt8(ascii: "\"") { end += value[end] == UInt8(ascii: "\\") ? 2 : 1 }
      guard end < value.count, let text = text(value[at...end]) else { return nil }
      found.append(text)
      at = end + 1
      if at < value.count - 1 {
        guard value[at] == UInt8(ascii: ",") else { return nil }
        at += 1
      }
    }
    return found
  }

  /// The text of a JSON string with its escapes resolved; nil: it is none.
  static func text(_ raw: ArraySlice<UInt8>) -> String? {
    guard raw.count >= 2, raw.first == UInt8(ascii: "\""), raw.last == UInt8(ascii: "\"") else { return nil }
    var units: [UInt16] = []
    var text = String(decoding: raw.dropFirst().dropLast(), as: UTF8.self).utf16.makeIterator()
    while let unit = text.next() {
      guard unit == 0x5C else {
        units.append(unit)
        continue
      }
      guard let escape = text.next() else { return nil }
      switch escape {
      case 0x6E: units.append(10)
      case 0x74: units.append(9)
      case 0x72: units.append(13)
      case 0x62, 0x66: units.append(32)
      case 0x75:
        var code: UInt16 = 0
        for _ in 0..<4 {
          guard let digit = text.next().flatMap({ Unicode.Scalar($0) }).flatMap({ Character($0).hexDigitValue }) else { return nil }
          code = code << 4 | UInt16(digit)
        }
        units.append(code)
      default: units.append(escape)
      }
    }
    return String(decoding: units, as: UTF16.self)
  }
}

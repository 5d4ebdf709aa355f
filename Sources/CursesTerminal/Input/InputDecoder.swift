package import Screen

/// Makes events of the bytes that a terminal sends, however they are cut into reads. What it does not know (other replies, broken sequences) is dropped whole
/// and never becomes text. Sources: ECMA-48; xterm's control sequences; the forms that rxvt, linux and the kitty protocol add.
package struct InputDecoder {
  /// The largest paste that is kept, in bytes; the rest of a longer one is dropped.
  package static let pasteLimit = 4 << 20
  /// The longest reply that is waited for, in bytes.
  static let stringLimit = 64 << 10

  /// Bytes of a beginning that is not complete.
  var pending: [UInt8] = []
  private var paste: [UInt8]?
  private var pasteEnd = 0
  private var escapeTimedOut = false
  /// Answers of the terminal, oldest first; the reader takes them away.
  package var replies: [TerminalReply] = []
  var events: [TerminalEvent] = []

  /// A decoder at the beginning.
  package init() {}

  /// Whether bytes wait that may be an Escape key or the beginning of more: call `timeOut` when nothing came for the escape delay.
  package var waitsForMore: Bool { paste == nil && (pending.first == 0x1B && pending.count <= 2) }

  /// Whether an answer with a text has begun and not ended.
  package var isInString: Bool {
    paste == nil && pending.count >= 2 && pending[0] == 0x1B && [0x5D, 0x50, 0x58, 0x5E, 0x5F].contains(pending[1])
  }

  /// Whether bytes look like one key: a character, a control character.
  package func looksTyped(_ bytes: some Collection<UInt8>) -> Bool {
    guard let first = bytes.first, first != 0x07, first != 0x1B else { return false }
    return bytes.count == (first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1)
  }

  /// Forgets an answer that does not end.
  package mutating func dropString() { if isInString { pending.removeAll() } }

  /// Takes bytes as they were read and returns the events that are complete.
  package mutating func take(_ bytes: some Collection<UInt8>) -> [TerminalEvent] {
    if escapeTimedOut {
      escapeTimedOut = false
      // The line held up a sequence after its first byte: people do not type `[A` in one read.
      if bytes.count > 1, let first = bytes.first, first == 0x5B || first == 0x4F { pending.append(0x1B) }
    }
    if paste == nil, pending.isEmpty {
      decode(Array(bytes))
    } else if paste != nil {
      takePaste(Array(bytes), from: 0)
    } else {
      let all = pending + bytes
      pending.removeAll()
      decode(all)
    }
    defer { events.removeAll(keepingCapacity: true) }
    return events
  }

  /// Nothing came for the escape delay: what waits is what it looks like.
  package mutating func timeOut() -> [TerminalEvent] {
    guard waitsForMore else { return [] }
    let bytes = pending
    pending.removeAll()
    switch bytes.count {
    case 1:
      escapeTimedOut = true
      return [.key(Key(.escape))]
    default:
      if bytes[1] == 0x1B { return [.key(Key(.escape)), .key(Key(.escape))] }
      return [.key(Key(.character(Unicode.Scalar(bytes[1])), alt: true))]
    }
  }

  private mutating func decode(_ bytes: [UInt8]) {
    var index = 0
    while index < bytes.count {
      guard let used = step(bytes, at: index) else {
        pending = Array(bytes[index...])
        return
      }
      index += used
      if paste != nil {
        takePaste(bytes, from: index)
        return
      }
    }
  }

  /// Takes one key, sequence or reply and returns its bytes; nil when it is not complete.
  private mutating func step(_ bytes: [UInt8], at index: Int) -> Int? {
    let byte = bytes[index]
    if byte == 0x1B { return escape(bytes, at: index) }
    if byte < 0x80 {
      if let key = Self.key(byte) { events.append(.key(key)) }
      return 1
    }
    return text(bytes, at: index, alt: false)
  }

  /// A key of one byte; Ctrl-H is what many terminals send for Backspace.
  static func key(_ byte: UInt8, alt: Bool = false) -> Key? {
    switch byte {
    case 0x0D: Key(.enter, alt: alt)
    case 0x09: Key(.tab, alt: alt)
    case 0x08, 0x7F: Key(.backspace, alt: alt)
    case 0x00: Key(.character(" "), control: true, alt: alt)
    case 0x01...0x1A: Key(.character(Unicode.Scalar(byte + 0x60)), control: true, alt: alt)
    case 0x1B: Key(.escape, alt: alt)
    case 0x1C...0x1F: Key(.character(Unicode.Scalar(byte + 0x40)), control: true, alt: alt)
    default: byte < 0x80 ? Key(.character(Unicode.Scalar(byte)), alt: alt) : nil
    }
  }

  private mutating func text(_ bytes: [UInt8], at index: Int, alt: Bool) -> Int? {
    let length = bytes[index] >= 0xF0 ? 4 : bytes[index] >= 0xE0 ? 3 : bytes[index] >= 0xC2 ? 2 : 1
    guard length > 1, bytes[index] < 0xF5 else { return 1 }
    var end = index + 1
    while end < bytes.count, end < index + length, bytes[end] & 0xC0 == 0x80 { end += 1 }
    if end == bytes.count, end < index + length { return nil }
    if end == index + length, let decoded = String(validating: bytes[index..<end], as: UTF8.self),
      let scalar = decoded.unicodeScalars.first, scalar.value >= 0xA0
    {
      events.append(.key(Key(.character(scalar), alt: alt)))
    }
    return end - index
  }

  private mutating func escape(_ bytes: [UInt8], at index: Int) -> Int? {
    guard index + 1 < bytes.count else { return nil }
    switch bytes[index + 1] {
    case 0x5B: return control(bytes, at: index, alt: false)
    case 0x4F: return single(bytes, at: index, alt: false)
    case 0x5D, 0x50, 0x58, 0x5E, 0x5F: return string(bytes, at: index)
    case 0x1B:
      guard index + 2 < bytes.count else { return nil }
      // rxvt: Alt with a sequence.
      if bytes[index + 2] == 0x5B { return control(bytes, at: index + 1, alt: true).map { $0 + 1 } }
      if bytes[index + 2] == 0x4F { return single(bytes, at: index + 1, alt: true).map { $0 + 1 } }
      events.append(.key(Key(.escape)))
      return 1
    case 0x80...:
      guard let used = text(bytes, at: index + 1, alt: true) else { return nil }
      return used + 1
    default:
      if let key = Self.key(bytes[index + 1], alt: true) { events.append(.key(key)) }
      return 2
    }
  }

  /// `ESC O`, sometimes a modifier, a letter.
  private mutating func single(_ bytes: [UInt8], at index: Int, alt: Bool) -> Int? {
    var end = index + 2
    while end < bytes.count, bytes[end] >= 0x30, bytes[end] < 0x3C { end += 1 }
    guard end < bytes.count else { return nil }
    let modifiers = Int(String(decoding: bytes[(index + 2)..<end], as: UTF8.self)) ?? 1
    if bytes[end] < 0x20 {
      events.append(.key(Key(.character("O"), alt: true)))
      return end - index
    }
    if let code = KeySequences.application[bytes[end]] { events.append(.key(Self.key(code, modifiers: modifiers, alt: alt))) }
    return end + 1 - index
  }

  /// A reply with a text, up to BEL or ST.
  private mutating func string(_ bytes: [UInt8], at index: Int) -> Int? {
    var end = index + 2
    while end < bytes.count {
      if bytes[end] == 0x07 {
        reply(bytes[(index + 1)..<end])
        return end + 1 - index
      }
      if bytes[end] == 0x1B {
        guard end + 1 < bytes.count else { return nil }
        if bytes[end + 1] == 0x5C {
          reply(bytes[(index + 1)..<end])
          return end + 2 - index
        }
        return end - index
      }
      end += 1
    }
    return end - index > Self.stringLimit ? end - index : nil
  }

  static func key(_ code: Key.Code, modifiers: Int, alt: Bool) -> Key {
    let bits = max(0, modifiers - 1)
    return Key(code, control: bits & 4 != 0, alt: alt || bits & 10 != 0, shift: bits & 1 != 0)
  }

  mutating func beginPaste() { paste = [] }

  /// Takes bytes of a paste up to `ESC [ 201 ~`, which may be cut anywhere.
  private mutating func takePaste(_ bytes: [UInt8], from start: Int) {
    let mark: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]
    var kept = paste ?? []
    paste = nil
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if kept.count < Self.pasteLimit + mark.count { kept.append(byte) }
      pasteEnd = byte == mark[pasteEnd] ? pasteEnd + 1 : (byte == mark[0] ? 1 : 0)
      guard pasteEnd == mark.count else { continue }
      pasteEnd = 0
      if kept.suffix(mark.count) == mark[...] { kept.removeLast(mark.count) }
      events.append(.paste(Array(kept.prefix(Self.pasteLimit))))
      decode(Array(bytes[index...]))
      return
    }
    paste = kept
  }
}

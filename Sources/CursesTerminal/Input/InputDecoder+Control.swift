internal import Screen

extension InputDecoder {
  /// `ESC [`, parameters, intermediates, a final byte.
  mutating func control(_ bytes: [UInt8], at index: Int, alt: Bool) -> Int? {
    var end = index + 2
    guard end < bytes.count else { return nil }
    // The linux console's F1–F5; X10 mouse reports of terminals without 1006.
    if bytes[end] == 0x5B {
      guard end + 1 < bytes.count else { return nil }
      if (0x41...0x45).contains(bytes[end + 1]) { events.append(.key(Key(.function(Int(bytes[end + 1]) - 0x40), alt: alt))) }
      return end + 2 - index
    }
    if bytes[end] == 0x4D {
      guard end + 3 < bytes.count else { return nil }
      mouse(
        code: Int(bytes[end + 1]) - 32, column: Int(bytes[end + 2]) - 32, row: Int(bytes[end + 3]) - 32,
        released: Int(bytes[end + 1]) & 3 == 3)
      return end + 4 - index
    }
    while end < bytes.count, (0x20..<0x40).contains(bytes[end]) { end += 1 }
    guard end < bytes.count else { return end - index > Self.stringLimit ? end - index : nil }
    // Broken off by another control: that one is read by itself.
    guard (0x40..<0x7F).contains(bytes[end]) else { return end - index }
    sequence(bytes[(index + 2)..<end], final: bytes[end], alt: alt)
    return end + 1 - index
  }

  private mutating func sequence(_ body: ArraySlice<UInt8>, final: UInt8, alt: Bool) {
    let letter = Character(Unicode.Scalar(final))
    let prefix = body.first.flatMap { (0x3C..<0x40).contains($0) ? Character(Unicode.Scalar($0)) : nil }
    let digits = body.drop { (0x3C..<0x40).contains($0) }
    let intermediates = digits.drop { $0 >= 0x30 }
    let numbers = digits.prefix { $0 >= 0x30 }.split(separator: 0x3B, omittingEmptySubsequences: false).map { part in
      Int(String(decoding: part.prefix { $0 != 0x3A }, as: UTF8.self)) ?? 0
    }
    switch (prefix, letter) {
    case ("<", "M"), ("<", "m"):
      if numbers.count == 3 { mouse(code: numbers[0], column: numbers[1], row: numbers[2], released: letter == "m") }
    case ("?", "y"): if intermediates.first == 0x24, numbers.count == 2 { replies.append(.mode(numbers[0], state: numbers[1])) }
    case ("?", "c"): replies.append(.attributes)
    case (nil, "I"): events.append(.focus(true))
    case (nil, "O"): events.append(.focus(false))
    case (nil, "~"): tilde(numbers, alt: alt)
    case (nil, "^"):
      if let code = KeySequences.numbered[numbers.first ?? 0] { events.append(.key(Key(code, control: true, alt: alt))) }
    case (nil, "u"): character(numbers, alt: alt)
    case (nil, "R") where numbers.count == 2 && numbers[0] > 1: break
    case (nil, "a"), (nil, "b"), (nil, "c"), (nil, "d"):
      if let code = KeySequences.final[final - 0x20] { events.append(.key(Key(code, alt: alt, shift: true))) }
    case (nil, _):
      guard intermediates.isEmpty, let code = KeySequences.final[final] else { return }
      events.append(.key(Self.key(code, modifiers: numbers.count > 1 ? numbers[1] : 1, alt: alt)))
    default: break
    }
  }

  private mutating func tilde(_ numbers: [Int], alt: Bool) {
    switch numbers.first ?? 0 {
    case 200: beginPaste()
    case 27: if numbers.count == 3 { character([numbers[2], numbers[1]], alt: alt) }
    case let number:
      guard let code = KeySequences.numbered[number] else { return }
      events.append(.key(Self.key(code, modifiers: numbers.count > 1 ? numbers[1] : 1, alt: alt)))
    }
  }

  /// A character with modifiers (kitty's `CSI u`, xterm's modifyOtherKeys).
  private mutating func character(_ numbers: [Int], alt: Bool) {
    guard let value = numbers.first, value > 0, let scalar = Unicode.Scalar(UInt32(clamping: value)) else { return }
    let modifiers = numbers.count > 1 ? numbers[1] : 1
    let code: Key.Code
    switch value {
    case 9: code = modifiers - 1 & 1 != 0 ? .backTab : .tab
    case 13: code = .enter
    case 27: code = .escape
    case 8, 127: code = .backspace
    case 0xE000...0xF8FF: return
    case ..<0x20: return
    default: code = .character(scalar)
    }
    var key = Self.key(code, modifiers: modifiers, alt: alt)
    if case .character = code { key.shift = false }
    events.append(.key(key))
  }

  /// SGR 1006: 0–2 buttons, +32 while moving, +64 the wheel; 4, 8 and 16 are modifiers.
  private mutating func mouse(code: Int, column: Int, row: Int, released: Bool) {
    guard column > 0, row > 0, code >= 0 else { return }
    let button = code & 3
    let kind: MouseEvent.Kind
    if code & 64 != 0 {
      guard button < 2 else { return }
      kind = button == 0 ? .wheelUp : .wheelDown
    } else if released {
      kind = .release
    } else {
      kind = code & 32 != 0 ? .drag : .press
    }
    if kind == .drag, button == 3 { return }
    events.append(.mouse(MouseEvent(kind: kind, button: code & 64 != 0 || button == 3 ? 0 : button, column: column - 1, row: row - 1)))
  }

  /// OSC 11 gives `11;rgb:RRRR/GGGG/BBBB`, with one to four digits each; XTVERSION gives a DCS with `>|` and a name.
  mutating func reply(_ body: ArraySlice<UInt8>) {
    let text = String(decoding: body, as: UTF8.self)
    if text.hasPrefix("P>|") {
      replies.append(.version(String(decoding: body.dropFirst(3).filter { (0x20..<0x7F).contains($0) }.prefix(100), as: UTF8.self)))
      return
    }
    guard text.hasPrefix("]11;rgb:") || text.hasPrefix("]11;rgba:") else { return }
    let parts = text.split(separator: ":").last.map { $0.split(separator: "/") } ?? []
    let values = parts.prefix(3).compactMap { part -> UInt8? in
      guard (1...4).contains(part.utf8.count), let value = Int(part, radix: 16) else { return nil }
      return UInt8(clamping: value * 255 / ((1 << (4 * part.utf8.count)) - 1))
    }
    if values.count == 3 { replies.append(.background(red: values[0], green: values[1], blue: values[2])) }
  }
}

internal import CVTerm
internal import Screen

/// What keys and pastes are as bytes, in the forms of xterm.
enum KeyBytes {
  /// The bytes of a key that is the same in every mode; nil for cursor and function keys.
  static func bytes(of key: Key) -> [UInt8]? {
    let plain: [UInt8]
    switch key.code {
    case .character(let scalar): plain = character(scalar, control: key.control)
    case .enter: plain = [0x0D]
    case .tab: plain = [0x09]
    case .backTab: plain = Array("\u{1B}[Z".utf8)
    case .escape: plain = [0x1B]
    case .backspace: plain = [key.control ? 0x08 : 0x7F]
    default: return nil
    }
    return key.alt && key.code != .backTab ? [0x1B] + plain : plain
  }

  private static func character(_ scalar: Unicode.Scalar, control: Bool) -> [UInt8] {
    guard control else { return Array(String(Character(scalar)).utf8) }
    switch scalar {
    case "a"..."z", "A"..."Z", "[", "\\", "]", "^", "_", "@": return [UInt8(truncatingIfNeeded: scalar.value & 0x1F)]
    case " ": return [0x00]
    case "/": return [0x1F]
    case "?": return [0x7F]
    default: return Array(String(Character(scalar)).utf8)
    }
  }

  /// The number and modifiers of a key whose bytes depend on the mode.
  static func special(_ key: Key) -> (code: Int32, modifiers: Int32)? {
    let code: Int
    switch key.code {
    case .up: code = CV_UP
    case .down: code = CV_DOWN
    case .left: code = CV_LEFT
    case .right: code = CV_RIGHT
    case .home: code = CV_HOME
    case .end: code = CV_END
    case .pageUp: code = CV_PAGE_UP
    case .pageDown: code = CV_PAGE_DOWN
    case .insert: code = CV_INSERT
    case .delete: code = CV_DELETE
    case .function(let number) where (1...12).contains(number): code = CV_FUNCTION + number
    default: return nil
    }
    let modifiers = (key.shift ? CV_SHIFT : 0) | (key.alt ? CV_ALT : 0) | (key.control ? CV_CONTROL : 0)
    return (Int32(code), Int32(modifiers))
  }

  /// The bytes of a paste without controls but tabs and line ends; a line end is Enter's byte when the paste is as if `typed`.
  static func pasted(_ bytes: [UInt8], typed: Bool) -> [UInt8] {
    var text = String.UnicodeScalarView()
    var before: Unicode.Scalar = " "
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      defer { before = scalar }
      switch scalar.value {
      case 0x0D: text.append(typed ? "\r" : "\n")
      case 0x0A: if before != "\r" { text.append(typed ? "\r" : "\n") }
      case 0x09, 0x20..<0x7F, 0xA0...: text.append(scalar)
      default: break
      }
    }
    return Array(String(text).utf8)
  }
}

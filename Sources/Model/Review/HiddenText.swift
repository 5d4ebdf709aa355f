/// What is not what it seems in a line of text: the Trojan Source set (CVE-2021-42574, CVE-2021-42694; Unicode UTR 36 and UTS 39). Pure.
package enum HiddenText {
  /// Something in a line.
  package struct Trick: Hashable, Sendable {
    /// The kinds.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
      case bidi = "text direction", invisible = "invisible characters", control = "control characters", carriageReturn = "carriage return"
      case byteOrderMark = "byte order mark", lookAlike = "look-alike letters", trailingSpace = "white space at the end"
    }

    /// The kind.
    package var kind: Kind
    /// Where it stands, in UTF-8 offsets of the line.
    package var range: Range<Int>

    /// Whether it can make code read otherwise than it runs: such a file needs a tick.
    package var hides: Bool {
      switch kind {
      case .bidi, .invisible, .control, .lookAlike: true
      case .carriageReturn, .byteOrderMark, .trailingSpace: false
      }
    }
  }

  /// What a line without its line feed has. A carriage return at its very end belongs to the line's end; elsewhere it hides what stands before it.
  package static func tricks(in line: some StringProtocol) -> [Trick] {
    if isPlain(line.utf8) { return [] }
    var found: [Trick] = []
    var scalars: [(scalar: Unicode.Scalar, at: Int)] = []
    var at = 0
    for scalar in line.unicodeScalars {
      scalars.append((scalar, at))
      at += UTF8.width(scalar)
    }
    for (index, (scalar, place)) in scalars.enumerated() {
      guard let kind = kind(of: scalar) else { continue }
      if kind == .invisible, joinsEmoji(scalars, index) { continue }
      var shown = kind
      if scalar == "\r" { shown = index == scalars.count - 1 ? .carriageReturn : .control }
      if scalar == "\u{FEFF}", index == 0 { shown = .byteOrderMark }
      found.append(Trick(kind: shown, range: place..<place + UTF8.width(scalar)))
    }
    found += LookAlikes.ranges(in: scalars, end: at).map { Trick(kind: .lookAlike, range: $0) }
    let end = scalars.last?.scalar == "\r" ? scalars.dropLast() : scalars[...]
    let blank = end.reversed().prefix { $0.scalar == " " || $0.scalar == "\t" || $0.scalar == "\u{A0}" }
    if let first = blank.last, let last = blank.first {
      found.append(Trick(kind: .trailingSpace, range: first.at..<last.at + UTF8.width(last.scalar)))
    }
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// What a character by itself hides; nil for what can be seen.
  package static func kind(of scalar: Unicode.Scalar) -> Trick.Kind? {
    switch scalar.value {
    case 0x09, 0x0A, 0x20..<0x7F: nil
    case 0..<0x20, 0x7F..<0xA0: .control
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: .bidi
    case 0xA1..<0xAD, 0xAE..<0x34F, 0x4E00..<0xA000: nil
    // Fillers, joiners, selectors and tags that are drawn as nothing, whatever their category.
    case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x2028, 0x2029, 0x2800, 0x3164, 0xFFA0, 0xFE00...0xFE0D,
      0xE0000...0xE0FFF:
      .invisible
    // Spaces that are not the space.
    case 0x1680, 0x2000...0x200A, 0x202F, 0x205F: .invisible
    default: scalar.properties.generalCategory == .format ? .invisible : nil
    }
  }

  private static func isPlain(_ utf8: some Collection<UInt8>) -> Bool {
    var last: UInt8 = 0
    for byte in utf8 {
      if byte >= 0x7F || (byte < 0x20 && byte != 0x09) { return false }
      last = byte
    }
    return last != 0x20 && last != 0x09
  }

  /// A zero-width joiner between two pictographs is part of an emoji.
  private static func joinsEmoji(_ scalars: [(scalar: Unicode.Scalar, at: Int)], _ index: Int) -> Bool {
    guard scalars[index].scalar == "\u{200D}", index > 0, index + 1 < scalars.count else { return false }
    var before = scalars[index - 1].scalar.value
    if before == 0xFE0F || (0x1F3FB...0x1F3FF).contains(before), index > 1 { before = scalars[index - 2].scalar.value }
    return isPictograph(before) && isPictograph(scalars[index + 1].scalar.value)
  }

  private static func isPictograph(_ value: UInt32) -> Bool { (0x1F000..<0x1FB00).contains(value) || (0x2190..<0x2C00).contains(value) }
}

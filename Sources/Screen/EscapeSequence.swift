/// Finds the end of terminal escape sequences in text (ECMA-48 and xterm's control sequences document). To be asked for places from the beginning of a text
/// to its end: it remembers how far there is no end of a string, so that many that are never ended cost no more than one.
struct EscapeSequence {
  /// The longest string sequence (OSC, DCS, APC, PM, SOS) that is taken for one, in scalars.
  static let limit = 4096

  /// No string that began before ends before this place. Escapes in a row are read from the first, so where a string begins does not matter.
  private var searched = 0

  /// How many scalars the sequence at `start` has, with its introducer; nil when there is none that ends: its introducer is then shown and the rest is text,
  /// so that an unended sequence cannot swallow what follows.
  mutating func length(in scalars: [UInt32], at start: Int) -> Int? {
    switch scalars[start] {
    case 0x1B: escape(in: scalars, at: start)
    case 0x9B: Self.control(in: scalars, from: start + 1).map { $0 - start }
    case 0x90, 0x98, 0x9D, 0x9E, 0x9F: string(in: scalars, from: start + 1).map { $0 - start }
    default: nil
    }
  }

  private mutating func escape(in scalars: [UInt32], at start: Int) -> Int? {
    guard start + 1 < scalars.count else { return nil }
    switch scalars[start + 1] {
    case 0x5B: return Self.control(in: scalars, from: start + 2).map { $0 - start }
    case 0x50, 0x58, 0x5D, 0x5E, 0x5F: return string(in: scalars, from: start + 2).map { $0 - start }
    case 0x20..<0x30:
      var end = start + 2
      while end < scalars.count, end - start < 16, (0x20..<0x30).contains(scalars[end]) { end += 1 }
      return end < scalars.count && (0x30..<0x7F).contains(scalars[end]) ? end + 1 - start : nil
    case 0x30..<0x7F: return 2
    default: return nil
    }
  }

  /// Parameters, intermediates, one final byte.
  private static func control(in scalars: [UInt32], from start: Int) -> Int? {
    var end = start
    while end < scalars.count, end - start < limit, (0x30..<0x40).contains(scalars[end]) { end += 1 }
    while end < scalars.count, end - start < limit, (0x20..<0x30).contains(scalars[end]) { end += 1 }
    return end < scalars.count && (0x40..<0x7F).contains(scalars[end]) ? end + 1 : nil
  }

  /// Up to BEL, ST in either form; never over the end of the line.
  private mutating func string(in scalars: [UInt32], from start: Int) -> Int? {
    var end = max(start, searched)
    defer { searched = max(searched, end) }
    while end < scalars.count, end - start < Self.limit {
      switch scalars[end] {
      case 0x07, 0x9C: return end + 1
      case 0x1B:
        if end + 1 < scalars.count, scalars[end + 1] == 0x5C { return end + 2 }
        // tmux passthrough doubles the escapes inside.
        if end + 1 < scalars.count, scalars[end + 1] == 0x1B { end += 1 }
      case 0x0A: return nil
      default: break
      }
      end += 1
    }
    return nil
  }
}

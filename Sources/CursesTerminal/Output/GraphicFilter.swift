internal import Screen

/// Rewrites ncurses' output on its way to the terminal: ncurses sets all colours anew at each change of a pair, and knows no true colours beside the table.
/// What it sets is only remembered, and the shortest difference is written before the next text. Its selections of the ASCII character set go too: nothing
/// here selects another one.
struct GraphicFilter {
  /// What the terminal has.
  private var actual = GraphicState()
  /// What ncurses wants.
  private var wanted = GraphicState()

  /// Appends the rewritten bytes. `colors`: what the numbers 16… stand for.
  mutating func rewrite(_ bytes: UnsafeBufferPointer<UInt8>, colors: [Color], into frame: inout [UInt8]) {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case 0x1B:
        index += escape(bytes, at: index, colors: colors, into: &frame)
        continue
      case 0x0F: break
      case 0x0D, 0x0A, 0x08: frame.append(byte)
      default:
        if wanted != actual { settle(&frame) }
        frame.append(byte)
      }
      index += 1
    }
    settle(&frame)
  }

  private mutating func settle(_ frame: inout [UInt8]) {
    frame.append(contentsOf: wanted.sequence(from: actual).utf8)
    actual = wanted
  }

  /// Takes the sequence that begins there and returns its length.
  private mutating func escape(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int, colors: [Color], into frame: inout [UInt8]) -> Int {
    guard index + 2 < bytes.count else {
      frame.append(contentsOf: bytes[index...])
      return bytes.count - index
    }
    if bytes[index + 1] == 0x28, bytes[index + 2] == 0x42 { return 3 }
    if bytes[index + 1] == 0x5D {
      // ncurses gives the colour table back that it never took (OSC 104), and with it the one that the operator has set.
      var end = index + 2
      while end < bytes.count, bytes[end] != 0x07, bytes[end] != 0x1B { end += 1 }
      if end + 1 < bytes.count, bytes[end] == 0x1B { end += 1 }
      return min(end + 1, bytes.count) - index
    }
    guard bytes[index + 1] == 0x5B else {
      frame.append(bytes[index])
      return 1
    }
    var end = index + 2
    while end < bytes.count, (0x20..<0x40).contains(bytes[end]) { end += 1 }
    guard end < bytes.count else {
      frame.append(contentsOf: bytes[index...])
      return bytes.count - index
    }
    let length = end + 1 - index
    if bytes[end] == 0x6D {
      let body = bytes[(index + 2)..<end]
      if body.allSatisfy({ $0 == 0x3B || (0x30..<0x3A).contains($0) }) {
        let parameters = body.split(separator: 0x3B, omittingEmptySubsequences: false).map { $0.reduce(0) { $0 &* 10 &+ Int($1) &- 0x30 } }
        var next = wanted
        let knowsAll = next.apply(parameters, colors: colors)
        if !knowsAll {
          settle(&frame)
          frame.append(contentsOf: bytes[index...end])
          actual = next
        }
        wanted = next
        return length
      }
    }
    // Erasing takes the background that is set; moving does not care.
    if ![0x41, 0x42, 0x43, 0x44, 0x47, 0x48, 0x64, 0x66].contains(bytes[end]), wanted != actual { settle(&frame) }
    frame.append(contentsOf: bytes[index...end])
    return length
  }
}

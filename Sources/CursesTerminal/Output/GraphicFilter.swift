internal import Screen

/// Rewrites ncurses' output on its way to the terminal: ncurses sets all colours anew at each change of a pair, and knows no true colours beside the table.
/// What it sets is only remembered, and the shortest difference is written before the next text. Its selections of the ASCII character set go too: nothing
/// here selects another one.
struct GraphicFilter {
  /// What the terminal has.
  private var actual = GraphicState()
  /// What ncurses wants.
  private var wanted = GraphicState()
  /// What leads from one to another, as it was worked out before: a screen has few looks.
  private var known: [GraphicChange: [UInt8]] = [:]
  /// Reused for each sequence.
  private var parameters: [Int] = []

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
    guard wanted != actual else { return }
    let change = GraphicChange(old: actual, new: wanted)
    if let bytes = known[change] {
      frame.append(contentsOf: bytes)
    } else {
      let bytes = Array(wanted.sequence(from: actual).utf8)
      frame.append(contentsOf: bytes)
      if known.count >= 1024 { known.removeAll() }
      known[change] = bytes
    }
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
      if readParameters(bytes, (index + 2)..<end) {
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

  /// Reads numbers parted by `;` into `parameters`; false when there is something else.
  private mutating func readParameters(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    parameters.removeAll(keepingCapacity: true)
    var number = 0
    for index in range {
      if bytes[index] == 0x3B {
        parameters.append(number)
        number = 0
      } else if bytes[index] >= 0x30, bytes[index] < 0x3A {
        number = number &* 10 &+ Int(bytes[index]) &- 0x30
      } else {
        return false
      }
    }
    parameters.append(number)
    return true
  }
}

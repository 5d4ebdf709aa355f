/// The state of breaking one text into lines: where the line began, where it may break, how wide it is. Offsets are UTF-8 bytes.
struct LineBreaker {
  private let width: Int
  private let hanging: Int
  private var ranges: [Range<Int>] = []
  private var offset = 0
  private var lineStart = 0
  private var room: Int
  /// Columns used from `lineStart` to `offset`.
  private var used = 0
  /// The last place where the line may break: end of the text before it (without its spaces), where the next line begins, columns up to there.
  private var breakEnd = 0
  private var breakNext: Int?
  private var usedAtBreak = 0
  private var lastWasSpace = false

  init(width: Int, hanging: Int) {
    self.width = width
    self.hanging = hanging
    room = width
  }

  mutating func take(_ scalar: Unicode.Scalar) {
    let value = scalar.value
    let length = value < 0x80 ? 1 : UTF8.width(scalar)
    defer { offset += length }
    if value == 0x0A {
      ranges.append(lineStart..<lineEnd)
      begin(at: offset + 1, room: width)
      return
    }
    let isSpace = value == 0x20
    let columns = value >= 0x20 && value < 0x7F ? 1 : ScalarShape(value).columns
    if isSpace {
      if !lastWasSpace { breakEnd = offset }
      used += 1
      breakNext = offset + 1
      usedAtBreak = used
      lastWasSpace = true
      return
    }
    if used + columns > room, used > 0 { wrap(before: columns) }
    if columns == 2, !lastWasSpace, offset > lineStart {
      breakEnd = offset
      breakNext = offset
      usedAtBreak = used
    }
    used += columns
    lastWasSpace = false
    if columns == 2 {
      breakEnd = offset + length
      breakNext = offset + length
      usedAtBreak = used
    }
  }

  mutating func finish() -> [Range<Int>] {
    ranges.append(lineStart..<lineEnd)
    return ranges
  }

  /// Where the line ends for the reader: without the spaces that stand outside the width.
  private var lineEnd: Int {
    guard lastWasSpace, used > room else { return offset }
    return breakEnd > lineStart ? breakEnd : lineStart + room
  }

  /// Ends the line before the scalar at `offset`, which takes so many columns.
  private mutating func wrap(before columns: Int) {
    let carried = used - usedAtBreak
    if let next = breakNext, breakEnd > lineStart, carried + columns <= width - hanging {
      ranges.append(lineStart..<breakEnd)
      begin(at: next, room: width - hanging)
      used = carried
    } else {
      ranges.append(lineStart..<lineEnd)
      begin(at: offset, room: width - hanging)
    }
  }

  private mutating func begin(at start: Int, room: Int) {
    lineStart = start
    self.room = room
    used = 0
    breakNext = nil
    usedAtBreak = 0
    lastWasSpace = false
  }
}

extension UTF8 {
  fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0..<0x80: 1
    case 0x80..<0x800: 2
    case 0x800..<0x10000: 3
    default: 4
    }
  }
}

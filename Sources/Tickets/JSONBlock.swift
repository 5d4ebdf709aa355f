/// One or more JSON values among the lines of a list, found by counting brackets.
struct JSONBlock {
  /// A value's bytes and the lines on which it and the objects directly in it begin.
  struct Piece {
    var bytes: [UInt8] = []
    /// Index of its first line.
    var line: Int
    /// Index of the line of each object that is an element of the array that the value is.
    var elementLines: [Int] = []
  }

  /// The values in order.
  private(set) var pieces: [Piece] = []
  /// Index behind the last line.
  private(set) var next: Int
  /// Whether the last value is never closed.
  private(set) var unclosed = false

  /// Reads values from a line on, up to the end of the line on which the last is closed; nil when other text follows a value.
  init?(_ lines: [TicketLine], at start: Int, end: Int) {
    next = start
    var piece: Piece?
    var depth = 0
    var quoted = false
    var escaped = false
    while next < end {
      for byte in Array(lines[next].content.utf8) {
        if quoted {
          if escaped { escaped = false } else if byte == 0x5C { escaped = true } else if byte == 0x22 { quoted = false }
        } else if byte == 0x22 {
          quoted = true
        } else if byte == 0x7B || byte == 0x5B {
          if depth == 0 { piece = Piece(line: next) } else if depth == 1, byte == 0x7B { piece?.elementLines.append(next) }
          depth += 1
        } else if byte == 0x7D || byte == 0x5D {
          depth -= 1
        }
        if piece == nil {
          guard byte == 0x20 || byte == 0x09 || byte == 0x2C, !quoted, depth == 0 else { return nil }
          continue
        }
        piece?.bytes.append(byte)
        if depth == 0, !quoted, let whole = piece {
          pieces.append(whole)
          piece = nil
        }
      }
      next += 1
      if piece == nil { return }
      piece?.bytes.append(0x0A)
    }
    unclosed = true
  }
}

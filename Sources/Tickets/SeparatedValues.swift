/// Comma, semicolon or tab separated values (RFC 4180): quoted cells may hold separators, line ends and doubled quotes.
struct SeparatedValues {
  /// A record, and the line that it starts on.
  struct Row: Hashable, Sendable {
    var cells: [String]
    /// Index of its first line among the lines given.
    var line: Int
    /// Index behind its last line.
    var next: Int
    /// Whether a quote was still open at the end of the text.
    var unclosed: Bool
  }

  /// The separator's byte.
  let separator: UInt8

  /// Reads the record that starts on a line; `end` is the index behind the last line that may be read.
  func row(_ lines: [TicketLine], at start: Int, end: Int) -> Row {
    var cells: [String] = []
    var cell: [UInt8] = []
    var quoted = false
    var line = start
    while line < end {
      var atCellStart = !quoted
      let bytes = Array(lines[line].raw.utf8)
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        index += 1
        if quoted {
          if byte != 0x22 {
            cell.append(byte)
          } else if index < bytes.count, bytes[index] == 0x22 {
            cell.append(byte)
            index += 1
          } else {
            quoted = false
          }
        } else if byte == separator {
          cells.append(String(decoding: cell, as: UTF8.self))
          cell = []
          atCellStart = true
          continue
        } else if byte == 0x22, atCellStart {
          quoted = true
          cell = []
        } else {
          if byte == 0x20, atCellStart { continue }
          cell.append(byte)
        }
        atCellStart = false
      }
      line += 1
      guard quoted else { break }
      cell.append(0x0A)
    }
    cells.append(String(decoding: cell, as: UTF8.self))
    return Row(cells: cells.map(\.trimmed), line: start, next: line, unclosed: quoted)
  }
}

import CVTerm

/// What a screen shows, cell by cell, and what the least is that a careful program sends to get from one to another.
struct Picture: Equatable {
  /// What SGR says about a cell.
  struct Look: Hashable {
    var foreground: Int32 = -1
    var background: Int32 = -1
    var attributes: UInt8 = 0
  }

  /// A cell; the right half of a wide character has no scalar.
  struct Glyph: Equatable {
    var scalar: UInt32 = 0x20
    var look = Look()
    var isBlank: Bool { scalar == 0x20 && look.background == -1 && look.attributes & 12 == 0 }

    /// Bytes of its text in UTF-8.
    var bytes: Int { scalar == 0 ? 0 : scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4 }
  }

  var rows: [[Glyph]]

  init(_ screen: OpaquePointer, rows: Int, columns: Int) {
    func number(_ color: cv_color) -> Int32 {
      switch Int(color.kind) {
      case Int(CV_INDEXED): Int32(color.index)
      case Int(CV_RGB): 256 + Int32(color.red) << 16 + Int32(color.green) << 8 + Int32(color.blue)
      default: -1
      }
    }
    self.rows = (0..<rows).map { row in
      var cells: [Glyph] = []
      var half = false
      for column in 0..<columns {
        let cell = cv_get(screen, Int32(row), Int32(column))
        var glyph = Glyph()
        glyph.look.background = number(cell.background)
        glyph.look.attributes =
          (cell.bold != 0 ? 1 : 0) | (cell.italic != 0 ? 2 : 0) | (cell.underline != 0 ? 4 : 0) | (cell.reverse != 0 ? 8 : 0)
        glyph.scalar = half ? 0 : cell.scalars.0 == 0 || cell.scalars.0 == .max ? 0x20 : cell.scalars.0
        // Nobody sees the colour of a space's text, nor whether it is bold.
        if glyph.scalar == 0x20, glyph.look.attributes & 12 == 0 {
          glyph.look.attributes = 0
        } else {
          glyph.look.foreground = number(cell.foreground)
        }
        half = cell.width == 2
        cells.append(glyph)
      }
      return cells
    }
  }

  /// Bytes that a careful encoder needs to get here from another screen of the same size: changed cells, the shortest moves and colour changes, erasing to
  /// the end of a line, repeated characters, and one scroll of whole lines, or of a rectangle where the terminal has `margins`.
  func ideal(from old: Picture, margins: Bool) -> Int {
    guard old.rows.count == rows.count, let width = rows.first?.count, width > 0, old.rows.first?.count == width else { return 0 }
    var best = cost(from: old.rows)
    guard best > 60 else { return best }
    let inner = rows.count > 8 ? 2..<(rows.count - 2) : 0..<rows.count
    let changed = (0..<width).filter { column in inner.contains { old.rows[$0][column] != rows[$0][column] } }
    guard let first = changed.first, let last = changed.last else { return best }
    for (columns, hasMargins) in [(0..<width, false), (first..<(last + 1), false), (first..<(last + 1), true)] where margins || !hasMargins
    {
      for lines in -12...12 where lines != 0 {
        guard let band = band(from: old.rows, columns, shifted: lines) else { continue }
        let (top, bottom) = (min(band.lowerBound, band.lowerBound + lines), max(band.upperBound, band.upperBound + lines))
        let moved = hasMargins ? columns : 0..<width
        var base = old.rows
        for row in top..<bottom {
          let source = row + lines
          base[row].replaceSubrange(
            moved, with: top <= source && source < bottom ? Array(old.rows[source][moved]) : Array(repeating: Glyph(), count: moved.count))
        }
        var extra = 3 + Self.digits(abs(lines))
        if top > 0 || bottom < rows.count { extra += 7 + Self.digits(top + 1) + Self.digits(bottom) }
        if hasMargins { extra += 16 + Self.digits(columns.lowerBound + 1) + Self.digits(columns.upperBound) }
        best = min(best, cost(from: base) + extra)
      }
    }
    return best
  }

  /// The longest band of rows that stood so many lines further down before, and is worth moving.
  private func band(from old: [[Glyph]], _ columns: Range<Int>, shifted lines: Int) -> Range<Int>? {
    var (best, start, moves): (Range<Int>?, Int?, Int) = (nil, nil, 0)
    for row in 0...rows.count {
      let source = row + lines
      let fits = row < rows.count && old.indices.contains(source) && old[source][columns] == rows[row][columns]
      if fits {
        if start == nil { (start, moves) = (row, 0) }
        if old[row][columns] != rows[row][columns] { moves += 1 }
      } else if let begun = start {
        if moves >= 2, row - begun > best?.count ?? 1 { best = begun..<row }
        start = nil
      }
    }
    return best
  }

  private func cost(from old: [[Glyph]]) -> Int {
    var (total, at, look) = (0, (row: -1, column: -1), Look())
    for row in rows.indices where old[row] != rows[row] {
      let (was, now) = (old[row], rows[row])
      let end = (now.lastIndex { !$0.isBlank } ?? -1) + 1
      var column = 0
      while column < now.count {
        guard was[column] != now[column] else {
          column += 1
          continue
        }
        if column >= end, now.count - column > 3 {
          // Nothing but blanks from here on: erased at once.
          if was[column...].contains(where: { !$0.isBlank }) {
            total += Self.move(from: at, to: (row, column), over: now) + Self.change(from: look, to: Look()) + 3
            (at, look) = ((row, column), Look())
          }
          break
        }
        total += Self.move(from: at, to: (row, column), over: now)
        total += Self.change(from: look, to: now[column].look) + now[column].bytes
        look = now[column].look
        var run = 1
        while column + run < now.count, now[column + run] == now[column], was[column + run] != now[column + run] { run += 1 }
        let repeated = 3 + Self.digits(run - 1)
        total += run > 1 ? min(repeated, (run - 1) * now[column].bytes) : 0
        column += run
        at = (row, column)
      }
    }
    return total > 0 ? total + Self.change(from: look, to: Look()) : 0
  }

  private static func move(from: (row: Int, column: Int), to: (row: Int, column: Int), over now: [Glyph]) -> Int {
    let absolute = 4 + digits(to.row + 1) + digits(to.column + 1) - (to.column == 0 ? 2 : 0)
    if from == to { return 0 }
    if from.row == to.row, from.column < to.column {
      let gap = to.column - from.column
      let again =
        now[from.column..<to.column].reduce(0) { $0 + $1.bytes }
        + (now[from.column..<to.column].contains { $0.look != now[from.column].look } ? 8 : 0)
      return min(absolute, 3 + (gap > 1 ? digits(gap) : 0), again)
    }
    return to.column == 0 && to.row == from.row + 1 ? 2 : absolute
  }

  private static func change(from old: Look, to new: Look) -> Int {
    if old == new { return 0 }
    if new == Look() { return 3 }
    var words: [Int] = []
    if old.attributes & ~new.attributes != 0 || old.foreground != -1 && new.foreground == -1 && old.background != new.background {
      // From nothing: everything is said again.
      words.append(0)
      words += Array(repeating: 1, count: new.attributes.nonzeroBitCount)
      if new.foreground != -1 { words.append(length(new.foreground)) }
      if new.background != -1 { words.append(length(new.background)) }
    } else {
      words += Array(repeating: 1, count: (new.attributes & ~old.attributes).nonzeroBitCount)
      if new.foreground != old.foreground { words.append(length(new.foreground)) }
      if new.background != old.background { words.append(length(new.background)) }
    }
    return 3 + words.reduce(0, +) + max(0, words.count - 1)
  }

  private static func length(_ color: Int32) -> Int { color < 16 ? 2 : color < 256 ? 5 + digits(Int(color)) : 16 }
  private static func digits(_ number: Int) -> Int { number < 10 ? 1 : number < 100 ? 2 : 3 }
}

internal import CNcurses
package import Screen

extension CursesTerminal {
  /// Shows a canvas: only what changed is sent, in one write. While the terminal takes no output the newest canvas waits and is shown by `readEvents`.
  package func present(_ canvas: Canvas, theme: Theme) {
    guard isActive, !hasHungUp else {
      waiting = (canvas, theme)
      return
    }
    guard outgoing.isEmpty else {
      if waiting != nil { statistics.dropped += 1 }
      waiting = (canvas, theme)
      return
    }
    draw(canvas, theme: theme)
  }

  /// Paints everything again with the next canvas (Ctrl-L).
  package func repaint() {
    shown = nil
    cn_repaint()
  }

  func draw(_ canvas: Canvas, theme: Theme) {
    var frame: [UInt8] = []
    if looks?.theme != theme || looks?.isFull == true {
      if looks != nil, depth == .direct { cn_repaint() }
      cn_reset_pairs()
      looks = LookTable(theme: theme, depth: depth)
      shown = nil
    }
    looks?.frames += 1
    if let shown, scrolls {
      for plan in ScrollPlan.best(from: shown, to: canvas, margins: hasMargins) { scroll(plan, into: &frame) }
    }
    for index in 0..<size.height where rowChanged(canvas, index) { put(canvas, row: index) }
    if let cursor = canvas.cursor, cursor.row < size.height, cursor.column < size.width {
      cn_cursor(Int32(cursor.row), Int32(cursor.column), 1)
    } else {
      cn_cursor(0, 0, 0)
    }
    cn_update()
    shown = canvas
    takeOutput(into: &frame)
    guard !frame.isEmpty else { return }
    statistics.frames += 1
    // A big frame is shown at once where the terminal can hold it back.
    if hasSynchronizedOutput, frame.count >= 8192 { frame = Array("\u{1B}[?2026h".utf8) + frame + Array("\u{1B}[?2026l".utf8) }
    send(frame)
  }

  private func rowChanged(_ canvas: Canvas, _ row: Int) -> Bool {
    guard let shown, shown.size == canvas.size, row < canvas.size.height else { return true }
    return !canvas.hasSameRow(row, as: shown)
  }

  private func put(_ canvas: Canvas, row index: Int) {
    guard var looks else { return }
    // Not two at a time: the table would be copied.
    self.looks = nil
    defer { self.looks = looks }
    row.removeAll(keepingCapacity: true)
    let hasRow = index < canvas.size.height
    let width = hasRow ? min(size.width, canvas.size.width) : 0
    let start = index * canvas.size.width
    let cells = canvas.cells
    var before = LookTable.Entry()
    var inked = width - 1
    while inked >= 0, cells[start + inked].scalar == 0x20 { inked -= 1 }
    var column = 0
    while column < size.width {
      let cell = column < width ? cells[start + column] : Cell()
      let entry = looks.entry(cell.style)
      let isWide = column < width && column + 1 < canvas.size.width && cells[start + column + 1].isContinuation
      var scalar = cell.scalar == 0 || (isWide && column + 1 >= size.width) ? 0x20 : cell.scalar
      var marks = cell.hasMarks ? cell.marks : .zero
      if !showsUnicode, scalar > 0x7E {
        scalar = ASCIIGlyphs.glyph(scalar)
        marks = .zero
        if isWide { row.append(made(scalar, marks: marks, attributes: entry.attributes, pair: entry.pair)) }
      }
      if scalar != 0x20 || marks[0] != 0 {
        row.append(made(scalar, marks: marks, attributes: entry.attributes, pair: entry.pair))
        before = entry
      } else if column < inked, !entry.blankShows, !before.blankShows, entry.blankPair == before.blankPair {
        // Nobody sees a space's text colour: the one before it stays, which saves setting it anew.
        row.append(made(scalar, marks: marks, attributes: before.attributes, pair: before.pair))
      } else {
        row.append(made(scalar, marks: marks, attributes: entry.blankAttributes, pair: entry.blankPair))
      }
      column += isWide ? 2 : 1
    }
    row.withUnsafeBufferPointer { cn_put_row(Int32(index), $0.baseAddress, Int32($0.count)) }
  }

  private func made(_ scalar: UInt32, marks: SIMD4<UInt32>, attributes: UInt32, pair: Int32) -> cn_cell {
    cn_cell(scalar: scalar, marks: (marks[0], marks[1], marks[2], marks[3]), attributes: attributes, pair: pair)
  }

  /// Has the terminal move a part of the screen, and tells ncurses. The frame before ended with plain attributes, and the cursor goes back where ncurses
  /// believes it is. DECSTBM, DECSLRM, and IND or RI at the edge, or SU and SD where the terminal has them.
  private func scroll(_ plan: ScrollPlan, into frame: inout [UInt8]) {
    let area = plan.area
    let count = abs(plan.lines)
    var text = ""
    if plan.usesMargins { text += "\u{1B}[?69h\u{1B}[\(area.column + 1);\(area.column + area.width)s" }
    text += "\u{1B}[\(area.row + 1);\(area.row + area.height)r"
    let hasSteps = plan.usesMargins || (cn_string(plan.lines > 0 ? "indn" : "rin") != nil)
    if hasSteps {
      text += "\u{1B}[\(count)\(plan.lines > 0 ? "S" : "T")"
    } else if plan.lines > 0 {
      text += "\u{1B}[\(area.row + area.height);1H" + String(repeating: "\n", count: count)
    } else {
      text += "\u{1B}[\(area.row + 1);1H" + String(repeating: "\u{1B}M", count: count)
    }
    text += plan.usesMargins ? "\u{1B}[r\u{1B}[?69l" : "\u{1B}[r"
    var row: Int32 = 0
    var column: Int32 = 0
    cn_cursor_position(&row, &column)
    text += "\u{1B}[\(row + 1);\(column + 1)H"
    frame.append(contentsOf: text.utf8)
    cn_shift(Int32(area.row), Int32(area.column), Int32(area.height), Int32(area.width), Int32(plan.lines))
    statistics.scrolls += 1
  }

  /// What ncurses wrote, with true colours.
  func takeOutput(into frame: inout [UInt8]) {
    var count = 0
    guard let bytes = cn_take(&count) else { return }
    let buffer = UnsafeBufferPointer(start: bytes, count: count)
    filter.rewrite(buffer, colors: looks?.slots ?? [], into: &frame)
  }
}

package import Screen

/// One row of text in several styles, ready to be drawn.
package struct StyledLine: Hashable, Sendable {
  /// The pieces from left to right.
  package var runs: [StyledRun]
  /// Pieces that stand at the right edge; left out when there is no room.
  package var trailing: [StyledRun] = []

  /// A row of pieces.
  package init(_ runs: [StyledRun] = []) { self.runs = runs }

  /// A row in one role.
  package init(_ text: String, _ role: Role = .text) { runs = text.isEmpty ? [] : [StyledRun(text, role)] }

  /// The text without styles.
  package var text: String { runs.reduce(into: "") { $0 += $1.text } }

  /// Its width in columns, without what stands at the right edge.
  package var width: Int { runs.reduce(0) { $0 + TextWidth.width(of: $1.text) } }

  /// The same with pieces before it.
  package func prefixed(_ prefix: [StyledRun]) -> StyledLine {
    var line = self
    line.runs = prefix + runs
    return line
  }

  /// Broken at words into rows of at most `width` columns; rows after the first begin with `hanging` spaces. Line feeds in the text break too.
  package func wrapped(width: Int, hanging: Int = 0) -> [StyledLine] {
    let text = self.text
    if text.utf8.count <= width, !text.utf8.contains(0x0A) { return [self] }
    let indent = max(0, min(hanging, width - 1))
    let utf8 = text.utf8
    var first = 0
    var start = 0
    return TextWrap.ranges(of: text, width: width, hanging: indent).enumerated().map { number, range in
      while first < runs.count, start + runs[first].text.utf8.count <= range.lowerBound {
        start += runs[first].text.utf8.count
        first += 1
      }
      var line = StyledLine(pieces(range, from: first, at: start))
      let continues = number > 0 && range.lowerBound > 0 && utf8[utf8.index(utf8.startIndex, offsetBy: range.lowerBound - 1)] != 0x0A
      if indent > 0, continues { line.runs.insert(StyledRun(String(repeating: " ", count: indent)), at: 0) }
      return line
    }
  }

  /// The pieces of a range of UTF-8 offsets, at scalar boundaries.
  package func pieces(_ range: Range<Int>) -> [StyledRun] { pieces(range, from: 0, at: 0) }

  /// The same, when the pieces before `first` take `offset` bytes.
  private func pieces(_ range: Range<Int>, from first: Int, at offset: Int) -> [StyledRun] {
    var result: [StyledRun] = []
    var start = offset
    for run in runs[min(first, runs.count)...] {
      let count = run.text.utf8.count
      let part = range.clamped(to: start..<(start + count))
      if !part.isEmpty {
        if part.count == count {
          result.append(run)
        } else {
          let from = run.text.utf8.index(run.text.startIndex, offsetBy: part.lowerBound - start)
          let to = run.text.utf8.index(from, offsetBy: part.count)
          result.append(StyledRun(String(run.text[from..<to]), style: run.style))
        }
      }
      start += count
      if start >= range.upperBound { break }
    }
    return result
  }

  /// Without so many columns at its beginning; a wide character that is cut leaves a space.
  package func droppingColumns(_ columns: Int) -> StyledLine {
    var line = self
    var left = columns
    line.runs = runs.compactMap { run in
      guard left > 0 else { return run }
      let scalars = run.text.unicodeScalars
      var at = scalars.startIndex
      while at < scalars.endIndex, left > 0 || TextWidth.width(of: scalars[at]) == 0 {
        left -= TextWidth.width(of: scalars[at])
        at = scalars.index(after: at)
      }
      let text = String(repeating: " ", count: max(0, -left)) + String(scalars[at...])
      left = max(0, left)
      return text.isEmpty ? nil : StyledRun(text, style: run.style)
    }
    return line
  }

  /// Draws it on one row, cut at `width` columns.
  package func draw(into canvas: inout Canvas, column: Int, row: Int, width: Int) {
    var used = 0
    var room = width
    let right = trailing.reduce(0) { $0 + TextWidth.width(of: $1.text) }
    if right > 0, right + 12 <= width {
      room = width - right - 1
      var at = column + width - right
      for run in trailing { at += canvas.put(run.text, column: at, row: row, style: run.style) }
    }
    for run in runs where used < room {
      used += canvas.put(run.text, column: column + used, row: row, style: run.style, width: room - used)
    }
    if used >= room, self.width > room, room > 0 {
      canvas.put("…", column: column + room - 1, row: row, style: Style(.textDim))
    }
  }

  /// The same with every place that matches a search in the role `text.match`. Offsets are UTF-8 bytes of `text`.
  package func highlighting(_ ranges: [Range<Int>]) -> StyledLine {
    guard !ranges.isEmpty else { return self }
    var line = self
    line.runs = []
    var at = 0
    let end = text.utf8.count
    for range in ranges where range.lowerBound >= at && range.upperBound <= end {
      line.runs += pieces(at..<range.lowerBound)
      line.runs += pieces(range).map { StyledRun($0.text, style: Style(.textMatch, under: $0.style.under)) }
      at = range.upperBound
    }
    line.runs += pieces(at..<end)
    return line
  }
}

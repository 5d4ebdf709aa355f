internal import Screen

/// Lays a table out: columns as wide as what is in them, the widest made narrower until the table fits; cells wrap.
struct MarkdownTable {
  private let cells: [[[StyledRun]]]
  private let alignments: [MarkdownAlignment]

  init(_ cells: [[String]], alignments: [MarkdownAlignment], base: Role) {
    self.cells = cells.enumerated().map { number, row in
      row.map { cell in
        MarkdownInline.runs(of: cell, base: number == 0 ? .textStrong : base)
      }
    }
    self.alignments = alignments
  }

  func rows(width: Int) -> [StyledLine] {
    let columns = alignments.count
    var widths = (0..<columns).map { column in cells.map { StyledLine($0[column]).width }.max() ?? 0 }
    // Three columns a cell at least, fewer where even that is too much.
    let least = max(1, min(3, (width - 3 * (columns - 1)) / max(1, columns)))
    let room = max(columns * least, width - 3 * (columns - 1))
    var total = widths.reduce(0, +)
    while total > room, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > least {
      // Down to the next widest at one step, so that very long cells do not cost a step per column.
      let next = widths.indices.filter { $0 != widest }.map { widths[$0] }.max() ?? least
      let step = max(1, min(total - room, widths[widest] - max(next, least)))
      widths[widest] -= step
      total -= step
    }
    var lines: [StyledLine] = []
    for (number, row) in cells.enumerated() {
      lines += lay(row, widths)
      if number == 0 { lines.append(StyledLine(widths.map { String(repeating: "─", count: $0) }.joined(separator: "─┼─"), .textDim)) }
    }
    return lines
  }

  private func lay(_ row: [[StyledRun]], _ widths: [Int]) -> [StyledLine] {
    let parts = zip(row, widths).map { StyledLine($0).wrapped(width: max(1, $1)) }
    return (0..<(parts.map(\.count).max() ?? 0)).map { index in
      var runs: [StyledRun] = []
      for (column, part) in parts.enumerated() {
        if column > 0 { runs.append(StyledRun(" │ ", .textDim)) }
        let line = index < part.count ? part[index] : StyledLine()
        let free = max(0, widths[column] - line.width)
        let before = alignments[column] == .right ? free : alignments[column] == .centre ? free / 2 : 0
        if before > 0 { runs.append(StyledRun(String(repeating: " ", count: before))) }
        runs += line.runs
        if free - before > 0, column + 1 < parts.count { runs.append(StyledRun(String(repeating: " ", count: free - before))) }
      }
      return StyledLine(runs)
    }
  }
}

package import JSON
package import Model

/// What was used and waited, for `carrel stats`.
package enum StatisticsText {
  private static let barWidth = 24

  /// The tables, each with bars beside its figures.
  package static func lines(_ report: StatisticsReport, by grouping: UsageGrouping?, ascii: Bool) -> [String] {
    let tables =
      grouping.map { [StatisticsTable(report.sums(by: $0), by: $0)] }
      ?? (UsageGrouping.allCases.map { StatisticsTable(report.sums(by: $0), by: $0) } + [StatisticsTable(report.phases)])
    var lines: [String] = []
    for table in tables where !table.rows.isEmpty {
      if !lines.isEmpty { lines.append("") }
      lines += self.lines(table, ascii: ascii)
    }
    return lines.isEmpty ? ["Nothing was used yet."] : lines
  }

  private static func lines(_ table: StatisticsTable, ascii: Bool) -> [String] {
    let rows = [table.heads] + table.rows.map { [PlainText.line($0.name)] + $0.cells }
    let widths = table.heads.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let bars = [""] + table.rows.map { BarText.bar($0.share, width: barWidth, ascii: ascii) }
    return zip(rows, bars).map { row, bar in
      let cells = row.enumerated().map { index, cell in
        let blanks = String(repeating: " ", count: widths[index] - cell.count)
        return index == 0 ? cell + blanks : blanks + cell
      }
      return (cells.joined(separator: "  ") + (bar.isEmpty ? "" : "  " + bar))
    }
  }

  /// One JSON document, with stable keys.
  package static func json(_ report: StatisticsReport, by grouping: UsageGrouping?) -> JSONValue {
    func sums(_ sums: [UsageSum]) -> JSONValue {
      .array(
        sums.map { sum in
          [
            "key": .string(sum.key), "tasks": .integer(Int64(sum.tasks)), "turns": .integer(Int64(sum.turns)),
            "cost_usd": .double(sum.costUSD),
            "tokens": [
              "input": .integer(Int64(sum.tokens.input)), "output": .integer(Int64(sum.tokens.output)),
              "cache_read": .integer(Int64(sum.tokens.cacheRead)), "cache_write": .integer(Int64(sum.tokens.cacheWrite)),
            ],
          ]
        })
    }
    if let grouping { return ["by": .string(grouping.rawValue), "use": sums(report.sums(by: grouping))] }
    let phases: [JSONValue] = report.phases.map { time in
      [
        "state": .string(time.phase.rawValue), "tasks": .integer(Int64(time.tasks)), "total_seconds": .double(time.total),
        "median_seconds": .double(time.median), "longest_seconds": .double(time.longest),
      ]
    }
    return [
      "engines": sums(report.engines), "repositories": sums(report.repositories), "days": sums(report.days), "times": .array(phases),
      "behind": .integer(Int64(report.behind)),
    ]
  }
}

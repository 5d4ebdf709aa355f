internal import Model
internal import Screen

/// The page of cost, tokens and time: tables with a bar for each row, and the last days as a row of standing bars.
enum StatisticsPage {
  /// The page's lines.
  static func lines(_ state: InterfaceState, width: Int) -> [StyledLine] {
    guard let report = state.statistics else {
      return [StyledLine(state.connection == .attached ? "Adding up…" : "The service cannot be reached.", .textDim)]
    }
    guard !report.engines.isEmpty || !report.phases.isEmpty else { return [StyledLine("Nothing was used yet.", .textDim)] }
    var lines = [total(report)]
    if report.behind > 0 { lines.append(StyledLine("The newest events of \(report.behind) tasks are not added up yet.", .noticeWarning)) }
    lines += table(StatisticsTable(report.engines, by: .engine), width: width)
    lines += table(StatisticsTable(report.phases), width: width)
    lines += table(StatisticsTable(report.repositories, by: .repository), width: width)
    let days = StatisticsTable(report.days, by: .day)
    lines += table(days, width: width, chart: chart(report.days, now: state.now, width: width))
    return lines
  }

  private static func total(_ report: StatisticsReport) -> StyledLine {
    let cost = report.engines.reduce(0) { $0 + $1.costUSD }
    let tokens = report.engines.reduce(TokenCount()) { $0 + $1.tokens }
    let turns = report.engines.reduce(0) { $0 + $1.turns }
    return StyledLine([
      StyledRun(StatisticsTable.money(cost), .textStrong), StyledRun("  \(StatisticsTable.count(tokens.total)) tokens"),
      StyledRun(
        " (\(StatisticsTable.count(tokens.input)) in, \(StatisticsTable.count(tokens.output)) out, \(StatisticsTable.count(tokens.cacheRead)) from the cache)",
        .textDim), StyledRun("  \(StatisticsTable.count(turns)) turns"),
    ])
  }

  /// A table: name, bar, figures.
  static func table(_ table: StatisticsTable, width: Int, chart: [StyledLine] = []) -> [StyledLine] {
    guard !table.rows.isEmpty else { return [] }
    let figures = table.heads.dropFirst().indices.map { column in
      max(table.heads[column].count, table.rows.map { TextWidth.width(of: $0.cells[column - 1]) }.max() ?? 0) + 2
    }
    let room = max(8, width - figures.reduce(0, +) - 2)
    let names = table.rows.map { UntrustedText.cleanLine($0.name) }
    let most = max(table.heads[0].count, names.map { TextWidth.width(of: $0) }.max() ?? 0)
    let nameWidth = max(6, min(most, room * 3 / 5))
    let barWidth = max(0, min(48, room - nameWidth - 1))
    func row(_ name: StyledRun, _ bar: String, _ cells: [String], _ role: Role) -> StyledLine {
      var runs = [name, StyledRun(blanks(nameWidth + 1 - TextWidth.width(of: name.text)))]
      runs.append(StyledRun(bar, .stateRunning))
      runs.append(StyledRun(blanks(barWidth - TextWidth.width(of: bar))))
      for (cell, width) in zip(cells, figures) { runs.append(StyledRun(blanks(width - TextWidth.width(of: cell)) + cell, role)) }
      return StyledLine(runs)
    }
    var lines = [StyledLine(), StyledLine(table.title, .section)] + chart
    lines.append(row(StyledRun(table.heads[0], .textDim), "", Array(table.heads.dropFirst()), .textDim))
    for (entry, name) in zip(table.rows, names) {
      lines.append(row(StyledRun(shortened(name, nameWidth)), BarText.bar(entry.share, width: barWidth), entry.cells, .text))
    }
    return lines
  }

  /// A name that is too long keeps its end: a repository's own name stands there.
  private static func shortened(_ name: String, _ width: Int) -> String {
    guard TextWidth.width(of: name) > width else { return name }
    var kept = name
    while !kept.isEmpty, TextWidth.width(of: kept) > width - 1 { kept.removeFirst() }
    return "…" + kept
  }

  static func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

  /// The days up to today, one column each, with the dearest one named.
  private static func chart(_ days: [UsageSum], now: Timestamp, width: Int) -> [StyledLine] {
    let columns = max(7, min(width - 2, 90))
    let known = Dictionary(days.map { ($0.key, $0.costUSD) }) { first, _ in first }
    let costs = (0..<columns).map { known[Timestamp.name(ofDay: now.day - Int64(columns - 1 - $0))] ?? 0 }
    guard let most = costs.max(), most > 0 else { return [] }
    let first = Timestamp.name(ofDay: now.day - Int64(columns - 1))
    let axis = "\(first)\(blanks(columns - first.count - 5))today"
    return [
      StyledLine([StyledRun(BarText.columns(costs.map { $0 / most }), .stateRunning)]),
      StyledLine("\(axis)  at most \(StatisticsTable.money(most)) a day", .textDim),
    ]
  }
}

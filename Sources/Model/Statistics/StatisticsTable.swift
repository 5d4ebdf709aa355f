/// The statistics as rows of words, the same for the command line and the page. Pure; nothing in it is cleaned yet.
package struct StatisticsTable: Hashable, Sendable {
  /// A row: its name, the share that its bar shows (0 to 1), and its figures.
  package struct Row: Hashable, Sendable {
    /// What it is about.
    package var name: String
    /// How long its bar is, of 1.
    package var share: Double
    /// The figures, one for each head after the first.
    package var cells: [String]

    /// A row.
    package init(name: String, share: Double, cells: [String]) {
      self.name = name
      self.share = share
      self.cells = cells
    }
  }

  /// What it says, above the heads.
  package var title: String
  /// The heads of name and figures.
  package var heads: [String]
  /// The rows.
  package var rows: [Row]

  /// A table of anything.
  package init(title: String, heads: [String], rows: [Row]) {
    self.title = title
    self.heads = heads
    self.rows = rows
  }

  /// Use by engine, repository or day. Bars are by money; where nobody reports any, by tokens.
  package init(_ sums: [UsageSum], by grouping: UsageGrouping) {
    switch grouping {
    case .engine: title = "Use by engine"
    case .repository: title = "Use by repository"
    case .day: title = "Use by day (UTC)"
    }
    heads = [grouping.rawValue.uppercased(), "COST", "TOKENS", "TURNS", "TASKS"]
    let byMoney = sums.contains { $0.costUSD > 0 }
    let weights = sums.map { byMoney ? $0.costUSD : Double($0.tokens.total) }
    let most = weights.max() ?? 0
    rows = zip(sums, weights).map { sum, weight in
      Row(
        name: sum.key, share: most > 0 && weight.isFinite ? weight / most : 0,
        cells: [Self.money(sum.costUSD), Self.count(sum.tokens.total), Self.count(sum.turns), Self.count(sum.tasks)])
    }
  }

  /// Time by phase; bars are by the time of all tasks.
  package init(_ phases: [PhaseTime]) {
    title = "Time of all tasks"
    heads = ["WHERE", "TOTAL", "MEDIAN", "LONGEST", "TASKS"]
    let most = phases.map(\.total).max() ?? 0
    rows = phases.map { time in
      Row(
        name: time.words, share: most > 0 ? time.total / most : 0,
        cells: [Self.time(time.total), Self.time(time.median), Self.time(time.longest), Self.count(time.tasks)])
    }
  }

  /// "$3.42".
  package static func money(_ dollars: Double) -> String {
    guard dollars.isFinite, dollars > 0 else { return "$0.00" }
    let cents = Int((min(dollars, 1e12) * 100).rounded())
    return "$\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
  }

  /// "812", "12.4k", "1.2M".
  package static func count(_ number: Int) -> String {
    let value = max(0, number)
    if value < 10_000 { return "\(value)" }
    for (unit, size) in [("k", 1000), ("M", 1_000_000), ("G", 1_000_000_000)] where value / size < 1000 || unit == "G" {
      return value / size >= 100 ? "\(value / size)\(unit)" : "\(value / size).\(value / (size / 10) % 10)\(unit)"
    }
    return "\(value)"
  }

  /// "42s", "3m12s", "2h5m", "3d4h".
  package static func time(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds > 0 else { return "0s" }
    let whole = Int(min(seconds, 1e12).rounded())
    if whole < 60 { return "\(whole)s" }
    if whole < 3600 { return "\(whole / 60)m\(whole % 60)s" }
    return whole < 172_800 ? "\(whole / 3600)h\(whole / 60 % 60)m" : "\(whole / 86_400)d\(whole / 3600 % 24)h"
  }
}

internal import Model

/// Adds up what the index noted of use and time: one query for each table of the report, nothing is held beyond it.
struct StoreStatistics {
  /// Where to read.
  let connection: Connection
  /// Days of the report; groups of the other tables.
  static let mostDays = 366
  static let mostGroups = 200

  /// The report.
  func report() throws(StorageError) -> StatisticsReport {
    connection.doing = "adding up what was used"
    return StatisticsReport(
      engines: try sums(.engine), repositories: try sums(.repository), days: try sums(.day), phases: try phases())
  }

  private func sums(_ grouping: UsageGrouping) throws(StorageError) -> [UsageSum] {
    let (column, order, limit) =
      switch grouping {
      case .engine: ("engine", "5 DESC, 4 DESC, 1", Self.mostGroups)
      case .repository: ("repository", "5 DESC, 4 DESC, 1", Self.mostGroups)
      case .day: ("day", "1 DESC", Self.mostDays)
      }
    // total() and not sum(): sums of figures from outside must not end in an error.
    let statement = try connection.statement(
      """
      SELECT \(column), count(DISTINCT task), total(turns), total(input) + total(output) + total(cache_read) + total(cache_write), total(cost),
        total(input), total(output), total(cache_read), total(cache_write)
      FROM use GROUP BY 1 ORDER BY \(order) LIMIT \(limit)
      """)
    defer { statement.reset() }
    var found: [UsageSum] = []
    while try statement.step() {
      let key = grouping == .day ? Timestamp.name(ofDay: statement.integer(0)) : statement.text(0)
      func count(_ column: Int32) -> Int { Int(max(0, min(statement.real(column), 1e15))) }
      found.append(
        UsageSum(
          key: key, tasks: Int(statement.integer(1)), turns: count(2), costUSD: statement.real(4),
          tokens: TokenCount(input: count(5), output: count(6), cacheRead: count(7), cacheWrite: count(8))))
    }
    return found
  }

  private func phases() throws(StorageError) -> [PhaseTime] {
    let statement = try connection.statement("SELECT phase, seconds FROM stay")
    defer { statement.reset() }
    var seconds: [TaskPhase: [Double]] = [:]
    while try statement.step() {
      guard let phase = TaskPhase(rawValue: statement.text(0)), !phase.isEnd else { continue }
      seconds[phase, default: []].append(statement.real(1))
    }
    return TaskPhase.allCases.compactMap { phase in seconds[phase].flatMap { PhaseTime(phase: phase, seconds: $0) } }
  }
}

/// What all tasks ever used and waited, from the events in the store.
package struct StatisticsReport: Hashable, Sendable, Codable {
  /// By engine, the dearest first.
  package var engines: [UsageSum]
  /// By repository, the dearest first.
  package var repositories: [UsageSum]
  /// By day in UTC, the newest first; at most a year of days with use.
  package var days: [UsageSum]
  /// How long tasks were in each phase, in the order of a task's life.
  package var phases: [PhaseTime]
  /// Tasks whose newest events are not added up yet.
  package var behind: Int

  /// A report.
  package init(engines: [UsageSum], repositories: [UsageSum], days: [UsageSum], phases: [PhaseTime], behind: Int = 0) {
    self.engines = engines
    self.repositories = repositories
    self.days = days
    self.phases = phases
    self.behind = behind
  }

  /// The sums of a grouping.
  package func sums(by grouping: UsageGrouping) -> [UsageSum] {
    switch grouping {
    case .engine: engines
    case .repository: repositories
    case .day: days
    }
  }
}

/// How long tasks were in a phase; each task's stays are added up, stays that go on are not counted.
package struct PhaseTime: Hashable, Sendable, Codable {
  /// The phase.
  package var phase: TaskPhase
  /// Tasks that were in it and left it.
  package var tasks: Int
  /// Seconds of all of them.
  package var total: Double
  /// Seconds of the task in the middle.
  package var median: Double
  /// Seconds of the task that was in it longest.
  package var longest: Double

  /// The time of a phase, of the seconds of each task; nil when there is none.
  package init?(phase: TaskPhase, seconds: [Double]) {
    let sorted = seconds.filter(\.isFinite).map { max(0, $0) }.sorted()
    guard let longest = sorted.last else { return nil }
    self.phase = phase
    tasks = sorted.count
    total = sorted.reduce(0, +)
    let half = sorted.count / 2
    median = sorted.count.isMultiple(of: 2) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half]
    self.longest = longest
  }

  /// What the phase is to the operator.
  package var words: String {
    switch phase {
    case .queued: "waiting for a place"
    case .preparing: "preparing"
    case .running: "running"
    case .waiting: "waiting for an answer"
    case .review: "waiting for review"
    case .publishing: "publishing"
    case .done, .failed, .stopped, .discarded: phase.rawValue
    }
  }
}

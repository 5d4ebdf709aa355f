package import Model

/// What happened since an operator last looked: a row for each task that asks, failed, finished or cost something. Made once, so that nothing moves under the
/// cursor.
package struct SinceLeft: Hashable, Sendable {
  /// What a row is about, in the order in which they are listed.
  package enum Kind: Int, Hashable, Sendable, CaseIterable {
    case asks, failed, finished, working

    /// The heading.
    package var title: String {
      switch self {
      case .asks: "NEEDS YOU"
      case .failed: "FAILED"
      case .finished: "FINISHED"
      case .working: "STILL AT WORK"
      }
    }
  }

  /// A task.
  package struct Row: Hashable, Sendable {
    /// What it is about.
    package var kind: Kind
    /// The task.
    package var task: TaskID
    /// When it happened.
    package var moment: Timestamp
    /// What it has cost since, in US dollars; nil: not known.
    package var costUSD: Double?
  }

  /// Since when.
  package let start: Timestamp
  /// The rows: what asks, the one that waits longest first; what failed and what finished, the newest first; what works, the dearest first.
  package let rows: [Row]
  /// What all tasks have cost since, in US dollars.
  package let costUSD: Double

  /// What happened since a mark.
  package init(_ mark: SeenMark, tasks: some Sequence<TaskRecord>) {
    start = mark.time
    var rows: [Row] = []
    var total = 0.0
    for task in tasks {
      if task.costUSD.isFinite { total += max(0, task.costUSD) }
      let cost = mark.cost(of: task)
      func add(_ kind: Kind, _ moment: Timestamp) { rows.append(Row(kind: kind, task: task.id, moment: moment, costUSD: cost)) }
      if let attention = task.attention, attention.kind != .review, attention.kind != .failed {
        if attention.since > mark.time { add(.asks, attention.since) }
      } else if task.phase == .failed {
        if task.phaseSince > mark.time { add(.failed, task.phaseSince) }
      } else if task.phase == .done || task.phase == .review || task.phase == .publishing {
        if task.phaseSince > mark.time { add(.finished, task.phaseSince) }
      } else if !task.phase.isEnd, let cost, cost >= 0.005 {
        add(.working, task.phaseSince)
      }
    }
    self.rows = rows.sorted { left, right in
      if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
      switch left.kind {
      case .asks: return (left.moment, left.task) < (right.moment, right.task)
      case .working: return (right.costUSD ?? 0, left.task) < (left.costUSD ?? 0, right.task)
      case .failed, .finished: return (right.moment, left.task) < (left.moment, right.task)
      }
    }
    costUSD = max(0, total - mark.costUSD)
  }

  /// How many rows are of a kind.
  package func count(_ kind: Kind) -> Int { rows.count { $0.kind == kind } }

  /// Whether something happened that an operator wants to know of at once.
  package var isNews: Bool { rows.contains { $0.kind != .working } }

  /// "2 finished, 1 asks, $0.40 since you left"; nil when nothing happened.
  package var line: String? {
    guard isNews else { return nil }
    return sums.joined(separator: ", ") + " since you left"
  }

  /// "2 finished", "1 failed", "1 asks", "$0.40".
  package var sums: [String] {
    var parts: [String] = []
    if count(.finished) > 0 { parts.append("\(count(.finished)) finished") }
    if count(.failed) > 0 { parts.append("\(count(.failed)) failed") }
    if count(.asks) > 0 { parts.append(count(.asks) == 1 ? "1 asks" : "\(count(.asks)) ask") }
    if costUSD >= 0.005 { parts.append(FigureText.money(costUSD)) }
    return parts
  }
}

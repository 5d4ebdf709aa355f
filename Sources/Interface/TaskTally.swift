package import Model

/// Sums over all tasks, for the top line. Figures from outside may be absurd: sums stop at the most that fits.
package struct TaskTally: Hashable, Sendable {
  /// Tasks by section.
  package private(set) var sections: [TaskSection: Int] = [:]
  /// Tasks that hold an agent or wait for one's answer.
  package private(set) var live = 0
  /// Money used, in US dollars.
  package private(set) var costUSD = 0.0
  /// Tokens used.
  package private(set) var tokens = 0
  /// Tasks whose age on the screen grows: they have not ended and are not in review.
  package private(set) var ageing = 0
  /// Bytes in all workspaces.
  package private(set) var bytes: Int64 = 0

  /// The sums of no task.
  package init() {}

  /// The sums.
  package init(_ tasks: some Sequence<TaskRecord>) {
    for task in tasks {
      sections[TaskSection(task), default: 0] += 1
      if !task.phase.isEnd, task.phase != .review { ageing += 1 }
      if task.phase.holdsSlot || task.phase == .waiting { live += 1 }
      if task.costUSD.isFinite { costUSD += max(0, task.costUSD) }
      for part in [task.tokens.input, task.tokens.output, task.tokens.cacheRead, task.tokens.cacheWrite] { tokens = Self.sum(tokens, part) }
      bytes = Self.sum(bytes, task.workspaceBytes)
    }
  }

  private static func sum<Value: FixedWidthInteger>(_ left: Value, _ right: Value) -> Value {
    let (value, overflow) = left.addingReportingOverflow(max(0, right))
    return overflow ? .max : value
  }
}

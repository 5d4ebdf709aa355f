package import Model

/// What `carrel wait` was asked for.
package struct WaitOptions: Hashable, Sendable {
  /// What is waited for.
  package enum Goal: String, Hashable, Sendable, CaseIterable {
    /// Until the work can be reviewed, or the task has ended.
    case review
    /// Until the task has ended.
    case end
  }

  /// The tasks; empty: all that have not ended.
  package var tasks: [TaskID]
  /// What is waited for.
  package var goal: Goal
  /// Give up after so many seconds; nil: never.
  package var timeoutSeconds: Double?

  /// Waits until review, for ever.
  package init(tasks: [TaskID], goal: Goal = .review, timeoutSeconds: Double? = nil) {
    self.tasks = tasks
    self.goal = goal
    self.timeoutSeconds = timeoutSeconds
  }
}

/// An issue in a list, and the task that stands for it, if there is one.
package struct IssueRow: Hashable, Sendable, Codable {
  /// The issue, without comments and with the beginning of its body only.
  package var issue: ForgeIssue
  /// The newest task that was queued for it.
  package var task: TaskID?
  /// The phase that the task is in.
  package var phase: TaskPhase?
  /// Whether the issue is known to have changed since the task took it.
  package var isChanged: Bool

  /// A row.
  package init(issue: ForgeIssue, task: TaskID? = nil, phase: TaskPhase? = nil, isChanged: Bool = false) {
    self.issue = issue
    self.task = task
    self.phase = phase
    self.isChanged = isChanged
  }
}

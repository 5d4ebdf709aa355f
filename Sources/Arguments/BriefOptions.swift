package import Model

/// What `carrel brief` was asked for.
package struct BriefOptions: Hashable, Sendable {
  /// The task.
  package var task: TaskID
  /// What stands at the end of the brief; nil: it is only printed.
  package var addition: TextSource?
  /// Whether it is for all of the task's list that wait for its canaries.
  package var isForBatch = false
  /// Whether only to show what would change.
  package var dryRun = false
  /// Whether not to ask.
  package var yes = false

  /// A brief to print.
  package init(task: TaskID) { self.task = task }
}

/// Tasks that tried the same ticket, side by side.
package struct Comparison: Hashable, Sendable {
  /// The tasks, in the order in which they were queued.
  package var tasks: [TaskRecord]

  /// The group of a task among all tasks; a task without a group is compared with nobody.
  package init(of task: TaskRecord, among all: [TaskRecord]) {
    let members = Set(task.group?.members ?? [task.id])
    tasks = all.filter { members.contains($0.id) }.sorted { $0.id < $1.id }
  }

  /// The members whose trees are the same as this one's: they came to the same result.
  package func twins(of task: TaskRecord) -> [TaskID] {
    guard let tree = task.diff?.tree, !tree.isEmpty else { return [] }
    return tasks.filter { $0.id != task.id && $0.diff?.tree == tree && $0.baseCommit == task.baseCommit }.map(\.id)
  }

  /// Seconds a task has run, waiting not counted.
  package static func seconds(of task: TaskRecord, now: Timestamp) -> Double {
    task.runningSeconds + (task.phase == .running ? max(0, task.phaseSince.seconds(until: now)) : 0)
  }

  /// The members that are on their way out beside this one.
  package func leaving(besides task: TaskID) -> [TaskRecord] { tasks.filter { $0.id != task && $0.phase == .publishing } }

  /// The members that could be discarded when this one is taken.
  package func others(than task: TaskID) -> [TaskRecord] {
    tasks.filter { $0.id != task && !$0.phase.isCompletion && $0.phase != .publishing }
  }
}

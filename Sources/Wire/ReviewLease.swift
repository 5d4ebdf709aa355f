package import Model

/// Whose a task is: while somebody holds it the others only look.
package struct ReviewLease: Hashable, Sendable, Codable {
  /// The task.
  package var task: TaskID
  /// The name of the operator who holds it. Terminals of the same name are one person.
  package var holder: String
  /// Since when.
  package var since: Timestamp
  /// Who asked for it, the first one first.
  package var asked: [String]

  /// A lease.
  package init(task: TaskID, holder: String, since: Timestamp, asked: [String] = []) {
    self.task = task
    self.holder = holder
    self.since = since
    self.asked = asked
  }
}

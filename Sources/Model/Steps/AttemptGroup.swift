/// Tasks that try the same ticket side by side, so that one of them can be taken.
package struct AttemptGroup: Hashable, Sendable, Codable {
  /// All of them, in the order in which they were queued; the first gives the group its name.
  package var members: [TaskID]

  /// A group of tasks.
  package init(_ members: [TaskID]) { self.members = members }

  /// "2/3" for the second of three; empty for a task that is none of them.
  package func place(of task: TaskID) -> String {
    members.firstIndex(of: task).map { "\($0 + 1)/\(members.count)" } ?? ""
  }
}

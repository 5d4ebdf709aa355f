/// Which tasks of a repository are in each other's way.
package struct CollisionMatrix: Hashable, Sendable, Codable {
  /// The repository's source.
  package var repository: String
  /// The tasks, in the order of their numbers.
  package var tasks: [TaskID]
  /// The pairs that have something in common, by their first and second task.
  package var collisions: [Collision]
  /// How each task stands to the branch that it is to go into.
  package var standings: [TaskID: MergeStanding]
  /// The order in which to publish them.
  package var order: [TaskID] = []
  /// Of tasks that are published and not merged yet: the name of the pull request ("#12"); nil: a service that does not say.
  package var requests: [TaskID: String]?

  /// A matrix; what is given in any order is put into its own.
  package init(
    repository: String, tasks: [TaskID] = [], collisions: [Collision] = [], standings: [TaskID: MergeStanding] = [:]
  ) {
    self.repository = repository
    self.tasks = tasks.sorted()
    self.collisions = collisions.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
    self.standings = standings
  }

  /// What two tasks have in common; nil: nothing.
  package func collision(_ one: TaskID, _ other: TaskID) -> Collision? {
    let (first, second) = (min(one, other), max(one, other))
    var low = 0
    var high = collisions.count
    while low < high {
      let middle = (low + high) / 2
      let found = collisions[middle]
      if found.first == first, found.second == second { return found }
      if (found.first, found.second) < (first, second) { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  /// The pairs of a task, those that do not merge first.
  package func collisions(of task: TaskID) -> [Collision] {
    let found = collisions.filter { $0.first == task || $0.second == task }
    return found.filter { $0.kind == .conflict } + found.filter { $0.kind != .conflict }
  }

  /// How many tasks a task is in conflict with.
  package func conflicts(of task: TaskID) -> Int {
    collisions.count { $0.kind == .conflict && ($0.first == task || $0.second == task) }
  }

  /// Whether anything does not merge: with another task, or onto its branch.
  package var hasConflicts: Bool {
    collisions.contains { $0.kind == .conflict } || standings.values.contains { $0.kind == .conflicts }
  }

  /// "3 conflicts, 5 pairs share files, 1 does not merge onto its branch".
  package var summary: String {
    let conflicts = collisions.count { $0.kind == .conflict }
    let shared = collisions.count - conflicts
    let stuck = standings.values.count { $0.kind == .conflicts }
    var parts = [conflicts == 1 ? "1 conflict" : "\(conflicts) conflicts"]
    parts.append(shared == 1 ? "1 pair shares files and merges" : "\(shared) pairs share files and merge")
    if stuck > 0 { parts.append(stuck == 1 ? "1 does not merge onto its branch" : "\(stuck) do not merge onto their branch") }
    return parts.joined(separator: ", ")
  }
}

/// The pieces that one operator reviewed, by the task in which that was. Bounded: the tasks that were reviewed longest ago go.
package struct HunkBook: Hashable, Sendable, Codable {
  /// What was reviewed in one task.
  package struct Entry: Hashable, Sendable, Codable {
    /// The task.
    package var task: TaskID
    /// Fingerprints, sorted.
    package var prints: [String]
  }

  /// The oldest first.
  package private(set) var entries: [Entry] = []

  /// Fingerprints that are kept of one task, and of all.
  package static let mostOfTask = 5000
  /// Of all tasks.
  package static let most = 20_000
  /// Tasks.
  package static let mostTasks = 1000

  /// An empty one.
  package init() {}

  /// What is reviewed in a task now, in place of what was.
  /// - Returns: whether that changed anything.
  @discardableResult
  package mutating func put(_ prints: Set<String>, of task: TaskID) -> Bool {
    let new = Array(prints.sorted().prefix(Self.mostOfTask))
    let place = entries.firstIndex { $0.task == task }
    if place.map({ entries[$0].prints }) ?? [] == new { return false }
    if let place { entries.remove(at: place) }
    if !new.isEmpty { entries.append(Entry(task: task, prints: new)) }
    var sum = entries.reduce(0) { $0 + $1.prints.count }
    while entries.count > Self.mostTasks || sum > Self.most, let first = entries.first {
      sum -= first.prints.count
      entries.removeFirst()
    }
    return true
  }

  /// Whether there is anything of other tasks.
  package func hasOthers(than task: TaskID) -> Bool { entries.contains { $0.task != task } }

  /// The tasks in which pieces were reviewed, by fingerprint: the first of those that know a piece, other than this one.
  package func places(except task: TaskID) -> [String: TaskID] {
    var found: [String: TaskID] = [:]
    for entry in entries where entry.task != task { for print in entry.prints where found[print] == nil { found[print] = entry.task } }
    return found
  }
}

/// A task in which a text was found.
package struct SearchResult: Hashable, Sendable, Codable {
  /// The task, as lists have it.
  package var task: TaskRecord
  /// How many of its passages were found, as far as they were counted.
  package var count: Int
  /// The first few of them: the title before all else, then the newest.
  package var hits: [SearchHit]

  /// A found task.
  package init(task: TaskRecord, count: Int, hits: [SearchHit]) {
    self.task = task
    self.count = count
    self.hits = hits
  }
}

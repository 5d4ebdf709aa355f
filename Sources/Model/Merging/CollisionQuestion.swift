/// What is asked about tasks that are in each other's way.
package struct CollisionQuestion: Hashable, Sendable, Codable {
  /// The repository: its name as lists show it, its source or where it is published; nil: every one that has changes.
  package var repository: String?
  /// Whether the mirror is brought up to date first.
  package var fetches = false
  /// Whether the train is rehearsed.
  package var rehearses = false
  /// The tasks of the train in order; empty: all, in the suggested order.
  package var order: [TaskID] = []

  /// A question.
  package init(repository: String? = nil, fetches: Bool = false, rehearses: Bool = false, order: [TaskID] = []) {
    self.repository = repository
    self.fetches = fetches
    self.rehearses = rehearses
    self.order = order
  }
}

internal import Model

/// Where the operator is on the page of tasks that are in each other's way.
package struct ConflictsState: Hashable, Sendable {
  /// What is shown.
  package enum Part: Hashable, Sendable {
    /// The table of all pairs.
    case matrix
    /// The files of one pair, or of a task and its branch.
    case pair
    /// The order to publish in, and what comes of it.
    case train
  }

  /// The repository; nil: the first.
  package var source: String?
  /// What is shown.
  package var part = Part.matrix
  /// The task of the row under the cursor.
  package var row = 0
  /// The column under it: a task's place, or behind them all how the row's task stands to its branch.
  package var column = 0
  /// The first line shown of a pair's files, or the step under the cursor.
  package var line = 0
  /// Whether a change was told of after the last question was sent.
  package var isStale = false

  /// The page as it opens.
  package init() {}

  /// The report that is shown.
  func report(_ reports: [CollisionReport]?) -> CollisionReport? {
    reports?.first { $0.matrix.repository == source } ?? reports?.first
  }
}

import Model

/// With what the workspace of a task begins that is brought back to work after its pull request was opened.
struct PublishedBeginning: Hashable, Sendable {
  /// The branch.
  var branch: String
  /// The commit that was published on it.
  var commit: String
  /// The commit that the change is measured against.
  var base: String

  /// Of a task; nil: it has no pull request, and its workspace begins with its base.
  init?(_ task: TaskRecord) {
    guard let published = task.published, published.request != nil, let commit = published.commit, let base = task.baseCommit else {
      return nil
    }
    branch = published.ref
    self.commit = commit
    self.base = base
  }
}

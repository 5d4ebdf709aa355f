package import Model

/// What was so of a task's pull request when its forge was asked: an answer that comes after this changed is about something else.
package struct RequestQuestion: Hashable, Sendable {
  /// Where it is.
  package var repository: ForgeRepository
  /// Its number there.
  package var number: Int
  /// The commit that was published.
  package var commit: String?
  /// By what its checks were held.
  package var hold: CIHold?

  /// The question about a task; nil: it has no pull request.
  package init?(_ task: TaskRecord) {
    guard let published = task.published, let request = published.request else { return nil }
    repository = request.repository
    number = request.number
    commit = published.commit
    hold = request.hold
  }
}

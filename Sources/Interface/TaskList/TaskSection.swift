package import Model

/// The sections of the task list, in order: by what they ask of the operator.
package enum TaskSection: Int, Hashable, Sendable, CaseIterable {
  case needYou, running, queued, review, done

  /// Where a task stands.
  package init(_ task: TaskRecord) {
    if task.attention != nil {
      self = .needYou
    } else {
      switch task.phase {
      case .preparing, .running, .waiting: self = .running
      case .queued: self = .queued
      case .review, .publishing: self = .review
      case .done, .failed, .stopped, .discarded: self = .done
      }
    }
  }

  /// The heading.
  package var title: String {
    switch self {
    case .needYou: "NEED YOU"
    case .running: "RUNNING"
    case .queued: "QUEUED"
    case .review: "REVIEW"
    case .done: "DONE"
    }
  }
}

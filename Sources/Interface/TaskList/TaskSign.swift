package import Model
package import Screen

/// The sign, the word and the role of a task's state: never colour alone.
package struct TaskSign: Hashable, Sendable {
  /// One column.
  package var sign: String
  /// One word.
  package var word: String
  /// The colour.
  package var role: Role
  /// Since when.
  package var since: Timestamp

  /// What stands for this task.
  package init(_ task: TaskRecord) {
    since = task.attention?.since ?? task.phaseSince
    if let attention = task.attention {
      switch attention.kind {
      case .permission: (sign, word, role) = ("?", "permission", .stateWaiting)
      case .question: (sign, word, role) = ("?", "question", .stateWaiting)
      case .plan: (sign, word, role) = ("?", "plan", .stateWaiting)
      case .interrupted: (sign, word, role) = ("?", "interrupted", .stateWaiting)
      case .usageLimit: (sign, word, role) = ("?", "limit", .stateWaiting)
      case .credential: (sign, word, role) = ("!", "credential", .stateFailed)
      case .sandbox: (sign, word, role) = ("!", "sandbox", .stateFailed)
      case .failed: (sign, word, role) = ("✗", "failed", .stateFailed)
      case .review: (sign, word, role) = ("✓", "review", .stateReview)
      case .pullRequest:
        (sign, word, role) = task.published?.request?.ci == .failed ? ("!", "CI failed", .stateFailed) : ("?", "comments", .stateWaiting)
      }
      return
    }
    word = task.phase.rawValue
    switch task.phase {
    case .queued: (sign, role) = ("·", .stateQueued)
    case .preparing: (sign, role) = ("…", .stateRunning)
    case .running: (sign, role) = ("▶", .stateRunning)
    case .waiting: (sign, role) = ("?", .stateWaiting)
    case .review: (sign, role) = ("✓", .stateReview)
    case .publishing: (sign, role) = ("↑", .stateReview)
    case .done:
      (sign, role) = ("✓", .stateDone)
      if let request = task.published?.request { word = request.word }
    case .failed: (sign, role) = ("✗", .stateFailed)
    case .stopped: (sign, role) = ("■", .stateStopped)
    case .discarded: (sign, role) = ("–", .stateStopped)
    }
  }
}

package import Model

/// How many tasks ask what of the operator, for a shell prompt or a status bar.
package struct AttentionCount: Hashable, Sendable, Codable {
  /// Those that wait for an answer.
  package var asks = 0
  /// Those whose work can be reviewed.
  package var review = 0
  /// Those that failed.
  package var failed = 0
  /// Those that lack a credential or a sandbox.
  package var blocked = 0
  /// Those at work.
  package var running = 0
  /// Those that wait for their turn.
  package var queued = 0
  /// Those of whose pull request something came: failed checks, comments. Nil: a service that does not tell.
  package var pullRequests: Int?

  /// No task.
  package init() {}

  /// The counts over tasks.
  package init(_ tasks: some Sequence<TaskRecord>) {
    for task in tasks {
      switch task.attention?.kind {
      case .permission, .question, .plan, .interrupted, .usageLimit: asks += 1
      case .review: review += 1
      case .failed: failed += 1
      case .credential, .sandbox: blocked += 1
      case .pullRequest: pullRequests = (pullRequests ?? 0) + 1
      case nil:
        switch task.phase {
        case .preparing, .running, .waiting, .publishing: running += 1
        case .queued: queued += 1
        default: break
        }
      }
    }
  }
}

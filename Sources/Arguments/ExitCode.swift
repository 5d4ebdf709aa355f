/// What `carrel` ends with (CONTRACT.md, "Command line"; 69 and 78 as in sysexits.h).
package enum ExitCode: Int32, Hashable, Sendable, CaseIterable {
  /// Done.
  case done = 0
  /// It failed; for `wait`: some task did not get there.
  case failed = 1
  /// The command line makes no sense.
  case usage = 2
  /// No such task.
  case noSuchTask = 3
  /// Refused, with the reason and what would be lost.
  case refused = 4
  /// The time was over.
  case timeout = 5
  /// The operator is needed first; for `wait`: a task waits for an answer.
  case needsOperator = 6
  /// The service cannot be reached.
  case unavailable = 69
  /// The configuration is wrong, with file, line and column.
  case configuration = 78

  /// What it means, for the help pages.
  package var meaning: String {
    switch self {
    case .done: "done"
    case .failed: "failed (wait: some task did not get there)"
    case .usage: "the command line makes no sense"
    case .noSuchTask: "no such task"
    case .refused: "refused, with the reason and what would be lost"
    case .timeout: "time-out"
    case .needsOperator: "needs the operator (wait: a task is waiting for an answer)"
    case .unavailable: "the service cannot be reached"
    case .configuration: "configuration error, with file:line:column"
    }
  }
}

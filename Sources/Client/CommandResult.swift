package import Wire

/// How a command went; the program turns it into CONTRACT.md's exit codes.
package enum CommandResult: Int32, Hashable, Sendable {
  case done = 0
  case failed = 1
  case usage = 2
  case noSuchTask = 3
  case refused = 4
  case timeout = 5
  case needsOperator = 6
  case unreachable = 69
  case configuration = 78

  /// The result that a refusal stands for.
  package init(_ refusal: Refusal) {
    switch refusal.kind {
    case .noSuchTask: self = .noSuchTask
    case .refused: self = .refused
    case .usage: self = .usage
    case .failed: self = .failed
    case .needsOperator: self = .needsOperator
    }
  }

  /// The result that an error stands for.
  package init(_ error: ClientError) {
    switch error {
    case .unreachable, .disconnected, .otherVersion: self = .unreachable
    case .refused(let refusal): self.init(refusal)
    }
  }
}

package import Arguments
package import Wire

extension ExitCode {
  /// The code that a refusal stands for.
  package init(_ refusal: Refusal) {
    switch refusal.kind {
    case .noSuchTask: self = .noSuchTask
    case .refused: self = .refused
    case .usage: self = .usage
    case .failed: self = .failed
    case .needsOperator: self = .needsOperator
    }
  }

  /// The code that an error stands for.
  package init(_ error: ClientError) {
    switch error {
    case .unreachable, .disconnected, .otherVersion: self = .unavailable
    case .refused(let refusal): self.init(refusal)
    }
  }
}

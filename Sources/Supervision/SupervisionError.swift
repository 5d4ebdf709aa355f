/// Why something an operator asked for was not done.
package struct SupervisionError: Error, Hashable, Sendable {
  /// The kind, for exit codes.
  package enum Kind: String, Hashable, Sendable {
    /// No such task.
    case noSuchTask
    /// Refused, with what would be lost.
    case refused
    /// The request makes no sense.
    case usage
    /// It was tried and failed.
    case failed
    /// An operator must look first.
    case needsOperator
  }

  /// The kind.
  package var kind: Kind
  /// What we were doing, what happened, what to do.
  package var text: String
  /// Whether it failed for want of room on the disk alone, so that it is worth another try.
  package var isDiskFull = false

  /// An error.
  package init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}

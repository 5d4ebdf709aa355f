/// Why a request was not done.
package struct Refusal: Hashable, Sendable, Codable, Error {
  /// The kind, for exit codes.
  package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// No such task.
    case noSuchTask = "no_such_task"
    /// Refused, with what would be lost.
    case refused
    /// The request itself makes no sense.
    case usage
    /// It was tried and failed.
    case failed
    /// It needs the operator first.
    case needsOperator = "needs_operator"
  }

  /// The kind.
  package var kind: Kind
  /// What we were doing, what happened, what to do.
  package var text: String

  /// A refusal.
  package init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}

import Forges

/// Why a forge could not be asked about a request, by what follows from it.
package struct FollowupFailure: Hashable, Sendable {
  /// What follows.
  package enum Kind: Hashable, Sendable {
    /// It asks to wait, so many seconds if it says.
    case wait(Double?)
    /// It is gone for a while.
    case passing
    /// The token will not do.
    case token
    /// This one request is not there for us.
    case lost
  }

  /// What follows.
  package var kind: Kind
  /// The sentence.
  package var text: String

  /// A failure.
  package init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }

  /// What a forge said.
  init(_ error: ForgeError) {
    text = error.text
    if error.kind == .rateLimit {
      kind = .wait(error.retryAfter)
    } else if error.isOfToken {
      kind = .token
    } else if error.isPassing {
      kind = .passing
    } else {
      kind = .lost
    }
  }
}

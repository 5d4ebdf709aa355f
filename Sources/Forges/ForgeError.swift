/// Why a forge did not do what it was asked. `text` is the whole sentence.
package struct ForgeError: Error, Hashable, Sendable {
  /// What kind of failure; decides who has to do something about it, and whether it is worth another try.
  package enum Kind: String, Hashable, Sendable, Codable {
    /// No token is configured.
    case noToken
    /// The token is refused: expired, revoked or wrong.
    case refusedToken
    /// The token may not do this; the sentence names the missing scope where it is known.
    case missingScope
    /// There is nothing by that name, or the token may not see it.
    case notFound
    /// The repository is archived.
    case archived
    /// The forge will not have it: a protected branch, a request that is open already, nothing to merge, a text that is too long.
    case refused
    /// The forge asks to wait.
    case rateLimit
    /// Not reached: the name, the connection, the certificate, the time.
    case unreachable
    /// It answered with an error of its own (5xx).
    case server
    /// It answered in a form that is not the API's: a web page, half of an answer.
    case notUnderstood
  }

  /// What kind.
  package var kind: Kind
  /// What we were doing, what happened, what the operator can do. Without the token and clean of control characters.
  package var text: String
  /// Seconds after which it is worth another try, when the forge says so.
  package var retryAfter: Double?

  /// A failure.
  package init(_ kind: Kind, _ text: String, retryAfter: Double? = nil) {
    self.kind = kind
    self.text = text
    self.retryAfter = retryAfter
  }

  /// Whether it may be over by itself some time.
  package var isPassing: Bool { kind == .rateLimit || kind == .unreachable || kind == .server || kind == .notUnderstood }
  /// Whether another token may help.
  package var isOfToken: Bool { kind == .noToken || kind == .refusedToken || kind == .missingScope }
}

/// Why a task failed, or why a turn is being tried again: a class for decisions and a sentence for people.
package struct TaskFailure: Hashable, Sendable, Codable, Error {
  /// The kind of error; the raw value is what `--json` prints as `error.class`.
  package enum Class: String, Hashable, Sendable, Codable, CaseIterable {
    /// Missing, expired or refused credentials.
    case auth
    /// Too many requests just now.
    case rateLimit = "rate_limit"
    /// The plan's or account's limit, until a reset time.
    case usageLimit = "usage_limit"
    /// The provider is overloaded.
    case overloaded
    /// The provider failed (5xx).
    case server
    /// The connection failed or was cut.
    case network
    /// The conversation is too long for the model.
    case contextFull = "context_full"
    /// The provider refused the request (4xx).
    case badRequest = "bad_request"
    /// No such model.
    case modelNotFound = "model_not_found"
    /// No credit left.
    case billing
    /// The sandbox could not be made.
    case sandbox
    /// The engine's program is missing or did not start.
    case engine
    /// The engine said something that makes no sense.
    case protocolError = "protocol"
    /// A limit of ours was reached: turns, budget, time, silence.
    case limit
    /// The workspace could not be made, read or published.
    case workspace
    /// Anything else.
    case unknown
  }

  /// The kind.
  package var kind: Class
  /// What we were doing, what happened, what to do.
  package var text: String

  /// A failure.
  package init(_ kind: Class, _ text: String) {
    self.kind = kind
    self.text = text
  }
}

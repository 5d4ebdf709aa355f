import HTTP

/// The head of a request of an agent, as far as it is understood in one way only (RFC 9112).
struct GatewayHead: Hashable, Sendable {
  /// How long the body is.
  enum Body: Hashable, Sendable {
    case none
    case length(Int)
    case chunked
  }

  /// `GET`, `HEAD`, `POST` or another token.
  var method: String
  /// Begins with "/", has no segment that leads elsewhere.
  var path: String
  /// What follows the "?", without it.
  var query: String?
  /// The fields in their order, names in lower case.
  var fields: [HTTPField]
  /// The body.
  var body: Body
  /// Whether it is HTTP/1.0: no chunks in the answer.
  var isOld: Bool
  /// Whether another request may follow on the connection.
  var keepsAlive: Bool
  /// Whether the agent waits for `100 Continue` before it sends the body.
  var expectsContinue: Bool

  /// The values of the fields of a name (in lower case).
  func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
}

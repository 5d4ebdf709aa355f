/// Why no answer came, or no whole one. An answer with an error status is an answer.
package enum HTTPError: Error, Hashable, Sendable {
  /// The URL is none, or not `http` or `https`.
  case url(String)
  /// The name has no address.
  case unresolved(host: String)
  /// Nobody answers there; with what the system said.
  case refused(String)
  /// The certificate is not trusted.
  case certificate(String)
  /// It took too long.
  case timedOut(String)
  /// The answer broke off.
  case cut(String)
  /// It was cancelled.
  case cancelled
  /// The answer is longer than was asked for.
  case tooLong(limit: Int)
  /// Anything else, in the library's words.
  case other(String)

  /// What happened, without what we were doing.
  package var text: String {
    switch self {
    case .url(let url): "\(url) is no http or https address"
    case .unresolved(let host): "there is no host \(host)"
    case .refused(let text): "nobody answers (\(text))"
    case .certificate(let text): "the server's certificate is not trusted (\(text))"
    case .timedOut(let text): "it took too long (\(text))"
    case .cut(let text): "the connection was cut (\(text))"
    case .cancelled: "it was cancelled"
    case .tooLong(let limit): "the answer is longer than \(limit) bytes"
    case .other(let text): text
    }
  }
}

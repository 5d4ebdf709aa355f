import JSON

/// What GitHub's refusals mean to whoever asked for it, beyond what the status says. Pure. Source: messages of “Create a pull request” and “Troubleshooting the REST
/// API” in GitHub's documentation.
enum GitHubRefusal {
  /// The same failure with what the operator can do about it, where GitHub's words are known.
  static func explained(_ error: ForgeError) -> ForgeError {
    guard error.kind == .refused || error.kind == .missingScope else { return error }
    let text = error.text.lowercased()
    func with(_ kind: ForgeError.Kind, _ advice: String) -> ForgeError {
      var text = error.text
      if text.hasSuffix(".") { text.removeLast() }
      return ForgeError(kind, "\(text); \(advice).", retryAfter: error.retryAfter)
    }
    if text.contains("a pull request already exists") {
      return with(.refused, "it was opened by somebody else meanwhile: look at it first")
    }
    if text.contains("no commits between") { return with(.refused, "the branch brings nothing that its base does not have") }
    if text.contains("draft pull requests are not supported") {
      return with(.refused, "publish it as ready, or hold its CI by a marker or a label")
    }
    if text.contains("head invalid") { return with(.refused, "the branch is not there: it has to be pushed first") }
    if text.contains("base invalid") { return with(.refused, "there is no such base branch: choose another one") }
    if text.contains("saml enforcement") {
      return with(.missingScope, "authorise the token for the organisation's single sign-on in your settings there")
    }
    if text.contains("suspended") { return with(.refusedToken, "its owner has to lift that in the settings there") }
    return error
  }

  /// GraphQL's list of errors.
  static func ofGraph(_ errors: [JSONValue], doing: String, host: String) -> ForgeError {
    let said = ForgeWords.clean(errors.prefix(3).compactMap { $0["message"]?.string }.joined(separator: "; "))
    let quote = said.isEmpty ? "" : ": “\(said)”"
    switch errors.first?["type"]?.string {
    case "RATE_LIMITED":
      return ForgeError(.rateLimit, "\(doing): \(host) asks to wait\(quote); it goes on by itself then.", retryAfter: 60)
    case "NOT_FOUND":
      return ForgeError(
        .notFound, "\(doing): there is no such thing on \(host)\(quote), or the token may not see it; look at the name and at what it may.")
    case "FORBIDDEN", "INSUFFICIENT_SCOPES":
      return ForgeError(.missingScope, "\(doing): the token for \(host) may not do this\(quote); give it the right, or use another one.")
    default: return ForgeError(.refused, "\(doing): \(host) will not have it\(quote).")
    }
  }
}

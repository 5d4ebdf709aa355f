package import HTTP
package import Model
import Secrets

/// Where a tracker is and who we are there: what its client is made from.
package struct TrackerAccess: Sendable {
  /// What the operator's configuration calls it.
  package var name: String
  /// What it is.
  package var kind: TrackerKind
  /// Its address, without a slash at the end: `https://jira.lab`, `https://ops.atlassian.net`, `https://api.linear.app`.
  package var address: String
  /// Whose the token is, for Jira's cloud: an e-mail address; nil: the token says it all.
  package var user: String?
  /// Gives the token.
  package var token: ForgePass.Source
  /// Who carries it, with the certificates that the configuration names.
  package var client: HTTPClient
  /// Whether the token may go over plain http.
  package var isPlainAllowed: Bool
  /// Seconds that a whole answer may take.
  package var seconds: Double

  /// An access.
  package init(
    name: String, kind: TrackerKind, address: String, user: String? = nil, client: HTTPClient, isPlainAllowed: Bool = false,
    seconds: Double = 60, token: @escaping ForgePass.Source
  ) {
    self.name = name
    self.kind = kind
    self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
    self.user = user
    self.client = client
    self.isPlainAllowed = isPlainAllowed
    self.seconds = seconds
    self.token = token
  }

  /// The host of the address, with its port when it says one.
  package var host: String {
    let rest = address.firstRange(of: "://").map { address[$0.upperBound...] } ?? address[...]
    return rest.prefix { $0 != "/" }.split(separator: "@").last.map { $0.lowercased() } ?? ""
  }

  /// Its client.
  package func tracker() -> any IssueTracker {
    switch kind {
    case .jira: JiraTracker(self)
    case .linear: LinearTracker(self)
    }
  }

  /// The transport, with the token in the form that the tracker takes it in.
  func transport(root: String) -> ForgeTransport {
    let (user, token) = (user, token)
    let authorization: ForgeAuthorization = user != nil ? .basic : kind == .linear ? .plain : .bearer
    let pass = ForgePass { (fresh) async throws(ForgeError) in
      guard let secret = try await token(fresh) else { return nil }
      return user.map { SecretBytes(Base64Text.encoded(Array("\($0):\(secret.text)".utf8))) } ?? secret
    }
    return ForgeTransport(
      host: host, root: root, pass: pass, authorization: authorization, client: client, isPlainAllowed: isPlainAllowed, seconds: seconds)
  }

  /// A call; what goes wrong names the tracker's own table of the configuration.
  func send(_ call: ForgeCall, over transport: ForgeTransport) async throws(ForgeError) -> ForgeAnswer {
    do throws(ForgeError) { return try await transport.send(call) } catch {
      let table = "[[tracker]] name = \"\(name)\""
      let text = error.text.replacing("[[forge]] host = \"\(host)\"", with: table).replacing("[[forge]]", with: "[[tracker]]")
      throw ForgeError(error.kind, text, retryAfter: error.retryAfter)
    }
  }
}

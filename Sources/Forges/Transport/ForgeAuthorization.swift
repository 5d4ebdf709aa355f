package import HTTP
package import Secrets

/// In which header field a forge takes its token. Never in a URL.
package enum ForgeAuthorization: String, Hashable, Sendable {
  /// `Authorization: token …` (Gitea, Forgejo).
  case token
  /// `Authorization: Bearer …` (GitHub, OAuth everywhere).
  case bearer
  /// `PRIVATE-TOKEN: …` (GitLab).
  case privateToken
  /// `Authorization: Basic …`; the token is the name and the secret already in base64 (Jira's cloud).
  case basic
  /// `Authorization: …`, the token and nothing else (Linear).
  case plain

  /// The field with a token.
  package func field(_ token: SecretBytes) -> HTTPField {
    switch self {
    case .token: HTTPField("Authorization", "token \(token.text)")
    case .bearer: HTTPField("Authorization", "Bearer \(token.text)")
    case .privateToken: HTTPField("PRIVATE-TOKEN", token.text)
    case .basic: HTTPField("Authorization", "Basic \(token.text)")
    case .plain: HTTPField("Authorization", token.text)
    }
  }
}

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

  /// The field with a token.
  package func field(_ token: SecretBytes) -> HTTPField {
    switch self {
    case .token: HTTPField("Authorization", "token \(token.text)")
    case .bearer: HTTPField("Authorization", "Bearer \(token.text)")
    case .privateToken: HTTPField("PRIVATE-TOKEN", token.text)
    }
  }
}

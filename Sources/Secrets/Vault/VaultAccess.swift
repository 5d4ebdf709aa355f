/// How the vault is reached and who we are there: the `[vault]` table, without values.
package struct VaultAccess: Hashable, Sendable {
  /// How to get a token.
  package enum Login: Hashable, Sendable {
    /// One is given: by the source, else by `BAO_TOKEN`, `VAULT_TOKEN` or `~/.vault-token`. It is renewed, but never revoked.
    case token(CredentialSource?)
    /// `auth/approle/login`; the secret id may be left out where the role does not bind it.
    case appRole(roleID: String, secretID: CredentialSource?)
    /// `auth/userpass/login/NAME`.
    case userpass(name: String, password: CredentialSource)
    /// `auth/jwt/login`; without a role the mount's default one.
    case jwt(role: String?, token: CredentialSource)
  }

  /// The server's address; nil: `BAO_ADDR` or `VAULT_ADDR`.
  package var address: String?
  /// The namespace; nil: `BAO_NAMESPACE`, `VAULT_NAMESPACE`, or none.
  package var namespace: String?
  /// Who we are.
  package var login: Login
  /// Where the login method is mounted, when not at its usual place.
  package var loginMount: String?
  /// The mount of the secrets, when it has more than one name in it.
  package var mount: String?
  /// A file with the authority that signed the server's certificate; nil: `BAO_CACERT`, `VAULT_CACERT`, or the system's.
  package var certificates: String?
  /// Seconds that the server may take for an answer.
  package var seconds: Double

  /// An access.
  package init(
    address: String? = nil, namespace: String? = nil, login: Login = .token(nil), loginMount: String? = nil, mount: String? = nil,
    certificates: String? = nil, seconds: Double = 15
  ) {
    self.address = address
    self.namespace = namespace
    self.login = login
    self.loginMount = loginMount
    self.mount = mount
    self.certificates = certificates
    self.seconds = seconds
  }

  /// The variables that are read where the access does not say it.
  package static let variables = [
    "BAO_ADDR", "BAO_CACERT", "BAO_NAMESPACE", "BAO_TOKEN", "VAULT_ADDR", "VAULT_CACERT", "VAULT_NAMESPACE", "VAULT_TOKEN",
  ]
}

/// The `[vault]` table: HashiCorp Vault or OpenBao, which `key_vault` and `[git] vault` refer to.
package struct VaultSettings: Hashable, Sendable {
  /// How we get a token there.
  package enum Method: String, Hashable, Sendable, CaseIterable {
    /// It is given: by the source, `VAULT_TOKEN` or `~/.vault-token`.
    case token
    /// AppRole.
    case approle
    /// A name and a password.
    case userpass
    /// A JWT or an OIDC token that something else issued.
    case jwt
  }

  /// The server's address; nil: `BAO_ADDR` or `VAULT_ADDR`.
  package var address: String?
  /// The namespace.
  package var namespace: String?
  /// How we get a token.
  package var method = Method.token
  /// Where the method is mounted, when not at its usual place.
  package var loginMount: String?
  /// The mount of the secrets, when it has more than one name in it.
  package var mount: String?
  /// A file with the authority that signed the server's certificate.
  package var certificates: String?
  /// Seconds that the server may take for an answer.
  package var seconds = 15.0
  /// AppRole's role id, which is no secret.
  package var roleID: String?
  /// The role of a JWT.
  package var role: String?
  /// The user's name.
  package var userName: String?
  /// Where the token comes from.
  package var token = SourceSettings()
  /// Where AppRole's secret id comes from.
  package var secretID = SourceSettings()
  /// Where the password comes from.
  package var password = SourceSettings()
  /// Where the JWT comes from.
  package var jwt = SourceSettings()

  /// The defaults.
  package init() {}
}

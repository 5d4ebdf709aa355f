/// The `[git]` table.
package struct GitSettings: Hashable, Sendable {
  /// Who commits.
  package var userName = "Carrel"
  /// The committer's address.
  package var userEmail = "carrel@localhost"
  /// The pattern of branch names, see `BranchPattern`.
  package var branch = "carrel/{id}-{slug}"
  /// The environment variable that holds the token.
  package var tokenEnvironment: String?
  /// The command that prints the token.
  package var tokenCommand: String?
  /// The file that holds the token.
  package var tokenFile: String?
  /// The credential of systemd's that holds the token.
  package var tokenCredential: String?
  /// The place in the vault that holds the token: `mount/path#field`.
  package var vault: String?

  /// The configuration that git's ssh reads instead of the user's own (`ssh -F`); nil: the user's own.
  package var sshConfig: String?

  /// The defaults.
  package init() {}
}

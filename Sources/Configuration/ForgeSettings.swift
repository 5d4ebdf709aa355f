package import Model

/// A `[[forge]]` table: a forge that tickets come from and pull requests go to.
package struct ForgeSettings: Hashable, Sendable {
  /// What it is.
  package var kind: ForgeKind
  /// By which its repositories are named: lower case, with a port that is not the usual one.
  package var host: String
  /// Where people find it, with its path and without a slash at its end.
  package var url: String
  /// A file with the certificate of the authority that signed its own, absolute.
  package var certificates: String?
  /// Whether the token may go over plain http.
  package var isPlainAllowed = false
  /// The host of its ssh, with a port where only that one is meant; nil: the host of `url`.
  package var sshHost: String?
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
  /// The id of the GitHub App that tokens are made for.
  package var appID: String?
  /// The file with the App's private key, absolute.
  package var appKeyFile: String?
  /// The number of the App's installation; nil: the repository owner's is asked for.
  package var appInstallation: String?

  /// A table with nothing but what it must have.
  package init(kind: ForgeKind, host: String, url: String) {
    self.kind = kind
    self.host = host
    self.url = url
  }
}

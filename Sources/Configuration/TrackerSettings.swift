package import Model

/// A `[[tracker]]` table: where issues are that are on no forge.
package struct TrackerSettings: Hashable, Sendable {
  /// What operators call it: `carrel import --from NAME`.
  package var name: String
  /// What it is.
  package var kind: TrackerKind
  /// Its address.
  package var address: String
  /// Whose the token is, for Jira's cloud: an e-mail address.
  package var user: String?
  /// The beginnings of its issues' names (`OPS` of `OPS-7`); needed when there are several trackers.
  package var projects: [String] = []
  /// Where the token comes from.
  package var token = SourceSettings()
  /// The credential of systemd's that holds the token.
  package var tokenCredential: String?
  /// The place in the vault that holds the token: `mount/path#field`.
  package var vault: String?
  /// A file with the authority that signed the server's certificate.
  package var certificates: String?
  /// Whether the token may go over plain http.
  package var isPlainAllowed = false

  /// A tracker.
  package init(name: String, kind: TrackerKind, address: String) {
    self.name = name
    self.kind = kind
    self.address = address
  }
}

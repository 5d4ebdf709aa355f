/// A GitHub App that tokens are made for: they are not kept anywhere, but signed for with its key.
package struct ForgeApp: Hashable, Sendable {
  /// The App's id or client id.
  package var id: String
  /// The file with its private key (PEM).
  package var keyFile: String
  /// The number of the installation; nil: the one of the repository's owner is asked for.
  package var installation: String?

  /// An App.
  package init(id: String, keyFile: String, installation: String? = nil) {
    self.id = id
    self.keyFile = keyFile
    self.installation = installation
  }
}

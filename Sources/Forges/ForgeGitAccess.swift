package import Secrets

/// What git may use at one remote of a forge.
package struct ForgeGitAccess: Sendable {
  /// The token; nil: none is configured.
  package var token: SecretBytes?
  /// A file with the certificate of the authority that the forge is trusted by; nil: the system's.
  package var certificates: String?

  /// An access.
  package init(token: SecretBytes?, certificates: String? = nil) {
    self.token = token
    self.certificates = certificates
  }
}

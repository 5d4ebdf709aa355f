package import Secrets

/// What git may use at one remote of a forge.
package struct ForgeGitAccess: Sendable {
  /// The token; nil: none is configured.
  package var token: SecretBytes?
  /// The user name that goes with it; most forges accept any.
  package var user: String
  /// A file with the certificate of the authority that the forge is trusted by; nil: the system's.
  package var certificates: String?

  /// An access.
  package init(token: SecretBytes?, user: String = "carrel", certificates: String? = nil) {
    self.token = token
    self.user = user
    self.certificates = certificates
  }
}

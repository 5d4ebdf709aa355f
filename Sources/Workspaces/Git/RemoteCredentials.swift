/// What one operation on one remote may use. Printing it never shows the token.
package struct RemoteCredentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
  /// The user name that goes with the token; forges accept any.
  package var user: String
  /// The token for http(s), or nil. Goes to the credential helper through an inherited descriptor only.
  package var token: String?
  /// A file with the certificate of the authority that the remote is trusted by over https; nil: the system's.
  package var certificates: String?
  /// `SSH_AUTH_SOCK` of the operator who asked, or nil.
  package var sshAgentSocket: String?
  /// The file that ssh reads instead of the user's own configuration (`ssh -F`), or nil.
  package var sshConfig: String?

  /// Credentials; without arguments none.
  package init(
    user: String = "carrel", token: String? = nil, certificates: String? = nil, sshAgentSocket: String? = nil, sshConfig: String? = nil
  ) {
    self.user = user
    self.token = token
    self.certificates = certificates
    self.sshAgentSocket = sshAgentSocket
    self.sshConfig = sshConfig
  }

  /// No credentials.
  package static let none = RemoteCredentials()

  /// Says what is there, never its value.
  package var description: String {
    "RemoteCredentials(token: \(token == nil ? "none" : "set"), ssh agent: \(sshAgentSocket == nil ? "none" : "set"))"
  }
  /// As `description`.
  package var debugDescription: String { description }
}

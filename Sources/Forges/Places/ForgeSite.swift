package import Model
package import Secrets

/// One forge as the configuration names it: plain values.
package struct ForgeSite: Hashable, Sendable {
  /// What it is.
  package var kind: ForgeKind
  /// By which its repositories are named: lower case, with its port when that is not the usual one.
  package var host: String
  /// Where people find it, with its path and without a slash at its end: `https://git.lab/git`.
  package var web: String
  /// A file with the certificate of the authority that it is trusted by; nil: the system's.
  package var certificates: String?
  /// Whether the token may go over plain http.
  package var isPlainAllowed: Bool
  /// Hosts under which its repositories are reached by ssh, each with a port when only that one is meant; empty: the host of `web`, any port.
  package var sshHosts: [String]
  /// Where the token comes from.
  package var source: CredentialSource?
  /// The GitHub App that tokens are made for.
  package var app: ForgeApp?
  /// Whether the configuration has a table for it, or it is known without one.
  package var isConfigured: Bool

  /// A forge.
  package init(
    kind: ForgeKind, host: String, web: String? = nil, certificates: String? = nil, isPlainAllowed: Bool = false, sshHosts: [String] = [],
    source: CredentialSource? = nil, app: ForgeApp? = nil, isConfigured: Bool = true
  ) {
    self.kind = kind
    self.host = host.lowercased()
    let web = web ?? "https://\(host)"
    self.web = web.hasSuffix("/") ? String(web.dropLast()) : web
    self.certificates = certificates
    self.isPlainAllowed = isPlainAllowed
    self.sshHosts = sshHosts
    self.source = source
    self.app = app
    self.isConfigured = isConfigured
  }

  /// Those that are known without a table: nothing but their names. Their ssh also answers on the https port of another host ("Using SSH over the HTTPS port",
  /// docs.github.com; "Use SSH over port 443", docs.gitlab.com).
  package static let known = [
    ForgeSite(kind: .github, host: "github.com", sshHosts: ["github.com", "ssh.github.com"], isConfigured: false),
    ForgeSite(kind: .gitlab, host: "gitlab.com", sshHosts: ["gitlab.com", "altssh.gitlab.com"], isConfigured: false),
  ]

  /// Where the token comes from, in words; nil: from nowhere.
  package var sourceText: String? { app.map { "GitHub App \($0.id), key \($0.keyFile)" } ?? source?.description }
}

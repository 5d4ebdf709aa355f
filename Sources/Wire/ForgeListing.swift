package import Model

/// A forge as `carrel forges` lists it.
package struct ForgeListing: Hashable, Sendable, Codable {
  /// What it is.
  package var kind: ForgeKind
  /// By which its repositories are named.
  package var host: String
  /// Where people find it.
  package var url: String
  /// Whether the configuration has a table for it.
  package var isConfigured: Bool
  /// Where its token comes from, in words; nil: from nowhere.
  package var token: String?
  /// Whom the token belongs to; nil: it was not asked, or did not say.
  package var login: String?
  /// The forge's version, where it says so.
  package var version: String?
  /// What the token may do, in the forge's words; nil: it was not asked, or does not say.
  package var scopes: [String]?
  /// Why it could not be asked.
  package var problem: String?

  /// A forge that was not asked.
  package init(kind: ForgeKind, host: String, url: String, isConfigured: Bool, token: String? = nil) {
    self.kind = kind
    self.host = host
    self.url = url
    self.isConfigured = isConfigured
    self.token = token
  }
}

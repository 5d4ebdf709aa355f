/// How we stand with a forge, as it says when it is asked.
package struct ForgeStanding: Hashable, Sendable {
  /// Whom the token belongs to.
  package var login: String
  /// The forge's version, where it says so.
  package var version: String?
  /// What the token may do, in the forge's words; nil: the forge does not say.
  package var scopes: [String]?

  /// A standing.
  package init(login: String, version: String? = nil, scopes: [String]? = nil) {
    self.login = login
    self.version = version
    self.scopes = scopes
  }
}

/// A repository on a forge, by name.
package struct ForgeRepository: Hashable, Sendable, Codable {
  /// The host that the configuration or a remote's URL names, lower case, with its port when that is not the usual one: `git.lab:3000`.
  package var host: String
  /// The names before the last: an owner or organisation; with GitLab groups within groups, `ops/tools`.
  package var owner: String
  /// The last name, without `.git`.
  package var name: String

  /// A repository.
  package init(host: String, owner: String, name: String) {
    self.host = host
    self.owner = owner
    self.name = name
  }

  /// `owner/name`.
  package var path: String { "\(owner)/\(name)" }
}

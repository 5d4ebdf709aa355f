/// What a forge says of a repository to whoever holds the token.
package struct ForgeRepositoryFacts: Hashable, Sendable, Codable {
  /// Where it is now: another name than asked for when it was renamed or moved.
  package var repository: ForgeRepository
  /// Its default branch.
  package var defaultBranch: String
  /// Whether nothing may be changed in it any more.
  package var isArchived: Bool
  /// Whether the token may push.
  package var canPush: Bool
  /// The URL for git over HTTP.
  package var cloneURL: String

  /// Facts.
  package init(repository: ForgeRepository, defaultBranch: String, isArchived: Bool = false, canPush: Bool, cloneURL: String) {
    self.repository = repository
    self.defaultBranch = defaultBranch
    self.isArchived = isArchived
    self.canPush = canPush
    self.cloneURL = cloneURL
  }
}

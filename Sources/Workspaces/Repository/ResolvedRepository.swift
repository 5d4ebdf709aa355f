package import Model

/// What `--repo` turned out to mean (CONTRACT.md, "--repo").
package struct ResolvedRepository: Hashable, Sendable {
  /// Where the code comes from and goes to.
  package var location: RepositoryLocation
  /// The commit that is HEAD there; nil for a URL, which is not asked yet.
  package var headCommit: String?
  /// The branch that HEAD stands for; nil for a URL or a detached HEAD.
  package var baseBranch: String?
  /// Sentences that the operator has to be told, for example that uncommitted changes are not taken.
  package var remarks: [String]
}

package import Model

/// How to publish an approved task.
package struct ApproveOptions: Hashable, Sendable, Codable {
  /// The way; nil: as the configuration says, `branch` when it says nothing.
  package var kind: Publication.Kind?
  /// The branch's name; nil: by the configured pattern.
  package var branch: String?
  /// The commit message; nil: the ticket's title, the summary and the trailer.
  package var message: String?
  /// The tree that was reviewed; nil: the last one that was shown.
  package var tree: String?
  /// Publish although the tree was never shown.
  package var unseen: Bool
  /// Only say what would happen.
  package var dryRun: Bool
  /// Sensitive files that are ticked with it: the stamp that was shown, by path.
  package var ticks: [String: String]?
  /// Files and directories that are left out, besides what is taken out already; nil: none.
  package var without: [String]?
  /// Files and directories that were taken out and are put back in; nil: none.
  package var with: [String]?
  /// The only files and directories that are published; nil: all.
  package var only: [String]?
  /// What was shown to be taken out (`seal`); nil: whatever is.
  package var seal: String?
  /// What is said about the pull request; nil: nothing.
  package var request: RequestWish?
  /// Whether the other attempts at the same ticket are discarded once this one is published.
  package var discardOthers: Bool

  /// The defaults.
  package init(
    kind: Publication.Kind? = nil, branch: String? = nil, message: String? = nil, tree: String? = nil, unseen: Bool = false,
    dryRun: Bool = false, discardOthers: Bool = false
  ) {
    self.kind = kind
    self.branch = branch
    self.message = message
    self.tree = tree
    self.unseen = unseen
    self.dryRun = dryRun
    self.discardOthers = discardOthers
  }
}

/// What preparing a workspace found.
package struct Preparation: Hashable, Sendable {
  /// The workspace's directory.
  package var path: String
  /// The commit that the work starts from.
  package var baseCommit: String
  /// The branch that the base stood for.
  package var baseBranch: String?
  /// The brief for this attempt.
  package var brief: String
  /// What must be said about the repository, one sentence each.
  package var remarks: [String]
  /// Whether the workspace was made for it just now.
  package var isNew: Bool
  /// Whether the repository's setup has run in what it is a copy of.
  package var isSetUp = false
  /// The commit at the head of its published branch, when the workspace was made of that; nil: it was made of the base.
  package var publishedHead: String?

  /// A preparation.
  package init(path: String, baseCommit: String, baseBranch: String?, brief: String, remarks: [String], isNew: Bool = false) {
    self.path = path
    self.baseCommit = baseCommit
    self.baseBranch = baseBranch
    self.brief = brief
    self.remarks = remarks
    self.isNew = isNew
  }
}

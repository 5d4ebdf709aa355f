/// Everything that a commit is made of: made again of the same plan it has the same name.
package struct CommitPlan: Hashable, Sendable, Codable {
  /// The tree.
  package var tree: String
  /// The message.
  package var message: String
  /// Who commits.
  package var userName: String
  /// The committer's address.
  package var userEmail: String
  /// The date.
  package var date: Timestamp
  /// The commit that it stands on: what the branch was published at before; nil: the task's base.
  package var parent: String?

  /// A plan.
  package init(tree: String, message: String, userName: String, userEmail: String, date: Timestamp, parent: String? = nil) {
    self.tree = tree
    self.message = message
    self.userName = userName
    self.userEmail = userEmail
    self.date = date
    self.parent = parent
  }
}

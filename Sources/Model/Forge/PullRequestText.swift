/// What a pull request is opened or updated with.
package struct PullRequestText: Hashable, Sendable, Codable {
  /// One line.
  package var title: String
  /// Markdown.
  package var body: String
  /// The branch that it brings.
  package var head: String
  /// The branch that it goes into.
  package var base: String
  /// Whether it is not ready yet.
  package var isDraft: Bool
  /// Names of labels; those that the forge does not have are made.
  package var labels: [String]
  /// Logins of who is to look at it.
  package var reviewers: [String]

  /// What it is opened with.
  package init(
    title: String, body: String, head: String, base: String, isDraft: Bool = false, labels: [String] = [], reviewers: [String] = []
  ) {
    self.title = title
    self.body = body
    self.head = head
    self.base = base
    self.isDraft = isDraft
    self.labels = labels
    self.reviewers = reviewers
  }
}

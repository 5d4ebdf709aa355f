/// An issue as a forge or tracker gives it. Everything in it came from outside.
package struct ForgeIssue: Hashable, Sendable, Codable {
  /// Its number in the repository; 0 for trackers that name issues otherwise.
  package var number: Int
  /// What people call it: `#12`, `OPS-7`.
  package var name: String
  /// One line.
  package var title: String
  /// Markdown; empty when there is none.
  package var body: String
  /// Names of its labels.
  package var labels: [String]
  /// The title of its milestone.
  package var milestone: String?
  /// Logins.
  package var assignees: [String]
  /// The login of who opened it.
  package var author: String
  /// Whether it is open.
  package var isOpen: Bool
  /// Where it stands.
  package var url: String
  /// When it was changed last, as the forge says.
  package var updated: Timestamp
  /// How many comments it has; they are fetched with the single issue.
  package var commentCount: Int
  /// Its comments, oldest first; nil: not asked for.
  package var comments: [IssueComment]?

  /// An issue.
  package init(
    number: Int, name: String, title: String, body: String = "", labels: [String] = [], milestone: String? = nil, assignees: [String] = [],
    author: String = "", isOpen: Bool = true, url: String, updated: Timestamp, commentCount: Int = 0, comments: [IssueComment]? = nil
  ) {
    self.number = number
    self.name = name
    self.title = title
    self.body = body
    self.labels = labels
    self.milestone = milestone
    self.assignees = assignees
    self.author = author
    self.isOpen = isOpen
    self.url = url
    self.updated = updated
    self.commentCount = commentCount
    self.comments = comments
  }
}

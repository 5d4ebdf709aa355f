/// A pull request (GitLab: merge request) as the forge shows it now.
package struct PullRequest: Hashable, Sendable, Codable {
  /// Whether it can still be merged.
  package enum State: String, Hashable, Sendable, Codable, CaseIterable {
    case open, merged, closed
  }

  /// Its number in the repository.
  package var number: Int
  /// Where it stands.
  package var url: String
  /// Open, merged or closed.
  package var state: State
  /// Whether it is marked as not ready.
  package var isDraft: Bool
  /// One line.
  package var title: String
  /// Markdown.
  package var body: String
  /// The branch that it brings.
  package var head: String
  /// The branch that it goes into.
  package var base: String
  /// The commit at its head, whole name.
  package var commit: String
  /// Names of its labels.
  package var labels: [String]
  /// What could not be done besides as it was opened (a reviewer whom the forge does not know), a sentence each. Nothing that the forge keeps.
  package var remarks: [String]

  /// A pull request.
  package init(
    number: Int, url: String, state: State = .open, isDraft: Bool = false, title: String, body: String = "", head: String, base: String,
    commit: String, labels: [String] = [], remarks: [String] = []
  ) {
    self.number = number
    self.url = url
    self.state = state
    self.isDraft = isDraft
    self.title = title
    self.body = body
    self.head = head
    self.base = base
    self.commit = commit
    self.labels = labels
    self.remarks = remarks
  }
}

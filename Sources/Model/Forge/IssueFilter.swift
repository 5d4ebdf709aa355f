/// Which issues are asked for: those that meet all of it.
package struct IssueFilter: Hashable, Sendable, Codable {
  /// Open ones, closed ones, or both.
  package enum State: String, Hashable, Sendable, Codable, CaseIterable {
    case open, closed, all
  }

  /// Open or closed.
  package var state: State
  /// Names of labels that it has, all of them.
  package var labels: [String]
  /// The title of its milestone.
  package var milestone: String?
  /// The login of one of its assignees; `@me` is who the token belongs to.
  package var assignee: String?
  /// Words in its title or body.
  package var query: String?

  /// All open ones, unless said otherwise.
  package init(state: State = .open, labels: [String] = [], milestone: String? = nil, assignee: String? = nil, query: String? = nil) {
    self.state = state
    self.labels = labels
    self.milestone = milestone
    self.assignee = assignee
    self.query = query
  }
}

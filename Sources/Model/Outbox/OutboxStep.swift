/// What a publication as a pull request does, in this order. Each is asked for before it is done, so that none is done twice.
package enum OutboxStep: String, Hashable, Sendable, Codable, CaseIterable {
  /// Push the branch.
  case push
  /// Open the request, or bring it up to date.
  case request
  /// Give the request its labels.
  case labels
  /// Comment on the issue.
  case comment
  /// Close the issue.
  case state

  /// What it is called.
  package var words: String {
    switch self {
    case .push: "push the branch"
    case .request: "open the pull request"
    case .labels: "set the labels"
    case .comment: "comment on the issue"
    case .state: "close the issue"
    }
  }
}

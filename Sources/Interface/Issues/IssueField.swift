/// The fields of the issues page, in the order of Tab.
package enum IssueField: String, Hashable, Sendable, CaseIterable {
  case repository = "repo"
  case tracker = "from"
  case label, milestone, assignee, query, state

  /// What an empty one stands for.
  var standard: String {
    switch self {
    case .repository: "this directory's"
    case .tracker: "its forge"
    case .label, .milestone, .assignee, .query: "any"
    case .state: "open"
    }
  }
}

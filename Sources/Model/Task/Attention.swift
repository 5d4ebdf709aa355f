/// The one reason why a task needs the operator now (CONTRACT.md, "Words").
package struct Attention: Hashable, Sendable, Codable {
  /// Why the operator is needed, most pressing first; the raw value is what `--json` prints.
  package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// A tool waits for a yes or a no.
    case permission
    /// The agent asked a question.
    case question
    /// The agent's plan waits for approval.
    case plan
    /// The turn was cut and it cannot be known whether the prompt arrived: "interrupted, go on?".
    case interrupted
    /// The provider's usage limit is reached.
    case usageLimit = "usage_limit"
    /// A credential is missing or was refused.
    case credential
    /// The sandbox cannot be had and `none` must be confirmed for the repository.
    case sandbox
    /// The task failed.
    case failed
    /// The work is done and waits to be reviewed.
    case review
    /// Checks of its pull request failed, or somebody commented on it.
    case pullRequest = "pull_request"
  }

  /// Why.
  package var kind: Kind
  /// Since when.
  package var since: Timestamp
  /// One line for the list.
  package var text: String
  /// The open request that an answer belongs to, if there is one.
  package var request: String?

  /// A reason, since a moment.
  package init(kind: Kind, since: Timestamp, text: String, request: String? = nil) {
    self.kind = kind
    self.since = since
    self.text = text
    self.request = request
  }
}

/// What an approval says about the pull request; what it does not say is the configuration's.
package struct RequestWish: Hashable, Sendable, Codable {
  /// What becomes of the issue that the ticket is.
  package enum Closing: String, Hashable, Sendable, Codable, CaseIterable {
    /// The body says so, and the forge closes it when the request is merged.
    case merge
    /// It is closed as soon as the request is open.
    case now
    /// It stays as it is.
    case never
  }

  /// Whether it is not ready yet.
  package var draft: Bool?
  /// The title.
  package var title: String?
  /// The body, instead of the composed one.
  package var body: String?
  /// Labels, besides the configured ones.
  package var labels: [String]?
  /// Reviewers, besides the configured ones.
  package var reviewers: [String]?
  /// The branch that it goes into.
  package var base: String?
  /// Whether the issue is commented on.
  package var comments: Bool?
  /// What becomes of the issue.
  package var closing: Closing?
  /// Another request is opened, although one was opened for the task before.
  package var opensNew: Bool?
  /// What looks like a secret may be published.
  package var withSecrets: Bool?

  /// Nothing said.
  package init() {}
}

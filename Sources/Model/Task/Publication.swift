/// Where a task's work went.
package struct Publication: Hashable, Sendable, Codable {
  /// The ways to publish (CONTRACT.md, `approve --publish`).
  package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case branch, pr, patch, merge, none

    /// Whether it leaves by way of the outbox, which waits for tokens, agents and remotes.
    package var goesByOutbox: Bool { self == .branch || self == .pr }
  }

  /// The way.
  package var kind: Kind
  /// The branch, or the patch file's path; empty for `none`.
  package var ref: String
  /// A page to look at, if there is one.
  package var url: String?
  /// The commit; nil for patch and none.
  package var commit: String?
  /// The pull request that was opened for it, as it was seen last.
  package var request: PublishedRequest?

  /// A publication.
  package init(kind: Kind, ref: String, url: String? = nil, commit: String? = nil, request: PublishedRequest? = nil) {
    self.kind = kind
    self.ref = ref
    self.url = url
    self.commit = commit
    self.request = request
  }
}

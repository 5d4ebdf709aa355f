package import Model

/// A tracker that holds issues and no code, spoken to by its own API with one token. Every call asks anew and keeps nothing; nothing is changed there. Any
/// caller, any order.
package protocol IssueTracker: Sendable {
  /// What the operator's configuration calls it.
  var name: String { get }
  /// What it is.
  var kind: TrackerKind { get }
  /// The host by which its issues are named: `jira.lab`.
  var host: String { get }

  /// One page of issues, most lately changed first, without comments.
  /// - Parameters:
  ///   - filter: its query is words to look for, or the tracker's own language (`JQL`, Linear's filter as JSON).
  ///   - cursor: where the page before said that this one begins; nil: the first.
  func issues(_ filter: IssueFilter, cursor: String?) async throws(ForgeError) -> TrackerPage
  /// One issue with its comments.
  /// - Parameter key: its name there: `OPS-7`.
  func issue(_ key: String) async throws(ForgeError) -> ForgeIssue
  /// The name of one of its issues that an address means; nil: it is not one of its pages.
  func key(ofPage address: String) -> String?
}

extension IssueTracker {
  /// `OPS-7` behind `/browse/` (Jira) or `/issue/` (Linear) in an address of this host.
  package func key(ofPage address: String) -> String? {
    guard let scheme = address.firstRange(of: "://") else { return nil }
    let bare = address[scheme.upperBound...].prefix { $0 != "#" && $0 != "?" }
    let parts = bare.split(separator: "/", omittingEmptySubsequences: true)
    guard let place = parts.first, place.lowercased() == host.lowercased(),
      let word = parts.firstIndex(where: { $0 == "browse" || $0 == "issue" }), parts.indices.contains(word + 1)
    else { return nil }
    return TrackerKey.reading(parts[word + 1])
  }
}

/// The issue that a ticket is, and what of it was taken.
package struct TicketOrigin: Hashable, Sendable, Codable {
  /// The issue on a forge; nil: it is of a tracker.
  package var issue: IssueReference?
  /// The tracker's own name of it (`OPS-7`), with the tracker's host; nil: it is on a forge.
  package var tracker: String?
  /// A digest of the title, body, labels and comments that were taken: another one later means that the issue was changed.
  package var digest: String
  /// When the forge said it was changed last, when it was taken.
  package var updated: Timestamp
  /// Whether it was seen to be changed since.
  package var isChanged: Bool

  /// An origin.
  package init(issue: IssueReference? = nil, tracker: String? = nil, digest: String, updated: Timestamp, isChanged: Bool = false) {
    self.issue = issue
    self.tracker = tracker
    self.digest = digest
    self.updated = updated
    self.isChanged = isChanged
  }

  /// By what two origins are the same issue, whoever wrote the names in which letters; nil: it names none.
  package var key: String? {
    if let issue { return "\(issue.repository.host)/\(issue.repository.path)#\(issue.number)".lowercased() }
    return tracker?.lowercased()
  }

  /// What people call the issue: `ops/tools#12`, `OPS-7`.
  package var name: String {
    if let issue { return issue.text }
    return tracker.flatMap { $0.split(separator: "/").last.map(String.init) } ?? "the issue"
  }
}

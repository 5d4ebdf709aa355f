import Forges
import Model
import Tickets

/// Where issues are read from: a repository on a forge, or a tracker.
enum IssueSource: Sendable {
  case forge(ForgePlace)
  case tracker(any IssueTracker)

  /// One page, most lately changed first, without comments, and where the next one begins.
  func page(_ filter: IssueFilter, cursor: String?) async throws(ForgeError) -> TrackerPage {
    switch self {
    case .forge(let place):
      let number = max(1, min(cursor.flatMap { Int($0) } ?? 1, 100_000))
      let page = try await place.forge.issues(place.repository, filter, page: number)
      return TrackerPage(page.elements, next: page.next.flatMap { $0 > number ? String($0) : nil })
    case .tracker(let tracker): return try await tracker.issues(filter, cursor: cursor)
    }
  }

  /// An issue of a page with its comments, if it has some.
  func whole(_ issue: ForgeIssue) async throws(ForgeError) -> ForgeIssue {
    guard issue.comments == nil, issue.commentCount > 0 else { return issue }
    switch self {
    case .forge(let place): return try await place.forge.issue(IssueReference(place.repository, issue.number))
    case .tracker(let tracker): return try await tracker.issue(issue.name)
    }
  }

  /// The ticket that an issue becomes.
  func ticket(_ issue: ForgeIssue) -> Ticket {
    switch self {
    case .forge(let place): IssueTicket.make(issue, reference: IssueReference(place.repository, issue.number))
    case .tracker(let tracker): IssueTicket.make(issue, tracker: "\(tracker.host)/\(issue.name)")
    }
  }

  /// By what an issue is the same as another (`TicketOrigin.key`).
  func key(_ issue: ForgeIssue) -> String {
    switch self {
    case .forge(let place): "\(place.repository.host)/\(place.repository.path)#\(issue.number)".lowercased()
    case .tracker(let tracker): "\(tracker.host)/\(issue.name)".lowercased()
    }
  }
}

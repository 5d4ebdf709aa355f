/// What came of fetching the text of an issue that was only named.
package struct FetchedIssue: Hashable, Sendable, Codable {
  /// The name as it was asked for: an address, `owner/repo#12`, `#12`, `OPS-7`.
  package var name: String
  /// Its ticket; nil: there is a problem.
  package var ticket: Ticket?
  /// Where its code is, when that is another repository than the one asked beside.
  package var repository: String?
  /// The newest task that was queued for it.
  package var task: TaskID?
  /// Why its text is not there, in one sentence.
  package var problem: String?

  /// A result.
  package init(name: String, ticket: Ticket? = nil, repository: String? = nil, task: TaskID? = nil, problem: String? = nil) {
    self.name = name
    self.ticket = ticket
    self.repository = repository
    self.task = task
    self.problem = problem
  }
}

/// Which issues somebody wants to see: of which repository or tracker, by which filter, from where on.
package struct IssueQuestion: Hashable, Sendable, Codable {
  /// A directory, a URL, or `owner/name` beside the directory's remote; nil: the directory itself.
  package var repository: String?
  /// The client's current directory, absolute.
  package var directory: String
  /// The name of a `[[tracker]]`; nil: the repository's forge.
  package var tracker: String?
  /// Which of them.
  package var filter: IssueFilter
  /// Where the page before ended, as its listing said; nil: the first page.
  package var cursor: String?

  /// A question for the first page.
  package init(
    repository: String? = nil, directory: String, tracker: String? = nil, filter: IssueFilter = IssueFilter(), cursor: String? = nil
  ) {
    self.repository = repository
    self.directory = directory
    self.tracker = tracker
    self.filter = filter
    self.cursor = cursor
  }
}

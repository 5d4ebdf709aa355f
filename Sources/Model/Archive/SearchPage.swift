/// A part of what a search found, best first: tasks whose title matches, then those that were at work last.
package struct SearchPage: Hashable, Sendable, Codable {
  /// The tasks.
  package var results: [SearchResult]
  /// Whether there are further ones.
  package var more: Bool
  /// Tasks whose newest texts are not in the index yet: they may be missing here.
  package var behind: Int
  /// What the operator should know about the search, one sentence.
  package var remark: String?

  /// A page.
  package init(results: [SearchResult], more: Bool, behind: Int = 0, remark: String? = nil) {
    self.results = results
    self.more = more
    self.behind = behind
    self.remark = remark
  }
}

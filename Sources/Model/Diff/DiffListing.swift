/// The changed files of a task at one tree.
package struct DiffListing: Hashable, Sendable, Codable {
  /// The commit that the tree is compared with.
  package var base: String
  /// The sum.
  package var summary: DiffSummary
  /// The files, in path order.
  package var files: [DiffFile]

  /// A listing.
  package init(base: String, summary: DiffSummary, files: [DiffFile]) {
    self.base = base
    self.summary = summary
    self.files = files
  }
}

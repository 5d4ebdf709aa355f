/// How far one operator is with reading a task's change. Kept by the service for each operator, over detaching.
package struct OperatorReview: Hashable, Sendable, Codable {
  /// What is marked as reviewed, by path.
  package var files: [String: ReviewedFile]
  /// The comments, in the order in which they were written.
  package var comments: [DiffComment]
  /// The tree that was last shown to the operator; the service's to say, nil in what a client sends.
  package var looked: String?

  /// Nothing read yet.
  package init(files: [String: ReviewedFile] = [:], comments: [DiffComment] = [], looked: String? = nil) {
    self.files = files
    self.comments = comments
    self.looked = looked
  }

  /// Whether it is more than is kept.
  package var isTooMuch: Bool {
    files.count > 5000 || files.values.reduce(0) { $0 + $1.blocks.count + ($1.unread?.count ?? 0) } > 50_000 || comments.count > 1000
      || comments.reduce(0) { $0 + $1.text.utf8.count + $1.target.snippet.reduce(0) { $0 + $1.utf8.count } } > 4 << 20
  }
}

/// How big a change is, and the git tree that it was measured on.
package struct DiffSummary: Hashable, Sendable, Codable {
  /// Changed files.
  package var files: Int
  /// Added lines (binary files count 0).
  package var insertions: Int
  /// Removed lines.
  package var deletions: Int
  /// The object id of the changed tree.
  package var tree: String
  /// How many of the files need a tick before they are published; nil from a service that does not say.
  package var sensitive: Int?

  /// A summary.
  package init(files: Int, insertions: Int, deletions: Int, tree: String) {
    self.files = files
    self.insertions = insertions
    self.deletions = deletions
    self.tree = tree
  }

  /// How many files, in words: `1 file`, `3 files`.
  package var fileWords: String { files == 1 ? "1 file" : "\(files) files" }

  /// Whether nothing changed.
  package var isEmpty: Bool { files == 0 }
}

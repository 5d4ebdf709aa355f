/// A text that the diff pane needs: what to put into `Request.diffText`, and what the answer is told apart by.
package struct WantedDiff: Hashable, Sendable {
  /// The tree that the listing was measured on.
  package var tree: String
  /// The file's path in the listing.
  package var path: String
  /// The path before a rename; git shows the rename only when it is asked for both.
  package var oldPath: String?
  /// The object id of the new content.
  package var blob: String
  /// The commit that is compared with.
  package var base: String
  /// Lines around changes.
  package var context: Int
  /// Whether white space does not count.
  package var ignoreWhitespace: Bool

  /// Whether `base` is a tree that a part of the change begins with, not the task's base.
  package var isPart = false

  /// The paths to ask for.
  package var paths: [String] { [oldPath, path].compactMap(\.self) }

  /// Whether two of them give the same text: the tree may be another one as long as the file is the same.
  package func isSameText(as other: WantedDiff) -> Bool {
    var same = other
    same.tree = tree
    return same == self
  }
}

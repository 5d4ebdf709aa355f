/// Lines of a diff that a comment is about.
package struct DiffCommentTarget: Hashable, Sendable, Codable {
  /// The file's path in the listing.
  package var path: String
  /// Which file the numbers count in.
  package var side: DiffSide
  /// The first line's number.
  package var first: Int
  /// The last line's number.
  package var last: Int
  /// The lines as they were, not sanitised.
  package var snippet: [String]
  /// The object id of the file's content then.
  package var blob: String

  /// Lines of a file.
  package init(path: String, side: DiffSide, first: Int, last: Int, snippet: [String], blob: String) {
    self.path = path
    self.side = side
    self.first = first
    self.last = last
    self.snippet = snippet
    self.blob = blob
  }

  /// The place in words: "src/login.swift:42", "src/login.swift:41-44 (removed)".
  package var words: String {
    "\(path):\(first)" + (last > first ? "-\(last)" : "") + (side == .old ? " (removed)" : "")
  }
}

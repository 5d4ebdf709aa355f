/// A row of the text part. Indices count in the file's hunks and the hunk's lines.
enum DiffRow: Hashable, Sendable {
  /// A sentence about the file.
  case remark(String)
  case hunk(Int)
  case line(hunk: Int, Int)
  /// Old and new beside each other.
  case pair(hunk: Int, left: Int?, right: Int?)
  /// A comment, by its index.
  case comment(Int)
  /// A hunk that was reviewed in another task, folded into one row.
  case seen(hunk: Int)

  /// The hunk that the row belongs to.
  var hunkIndex: Int? {
    switch self {
    case .hunk(let hunk), .line(let hunk, _), .pair(let hunk, _, _), .seen(let hunk): hunk
    case .remark, .comment: nil
    }
  }

  /// The line that the row stands for: the new one where there are two.
  var lineIndex: Int? {
    switch self {
    case .line(_, let line): line
    case .pair(_, let left, let right): right ?? left
    case .hunk, .remark, .comment, .seen: nil
    }
  }
}

/// One line of a hunk.
package struct DiffLine: Hashable, Sendable {
  /// What it is.
  package enum Kind: UInt8, Hashable, Sendable {
    case context, added, removed
    /// git's remark that the line before it ends without a line feed.
    case noNewline
  }

  /// What it is.
  package var kind: Kind
  /// Its number in the old file, from 1; nil for added lines.
  package var old: Int?
  /// Its number in the new file, from 1; nil for removed lines.
  package var new: Int?
  /// The text without the sign and the line feed, as it came: not sanitised, bytes that are no UTF-8 repaired.
  package var text: String

  /// A line.
  package init(kind: Kind, old: Int?, new: Int?, text: String) {
    self.kind = kind
    self.old = old
    self.new = new
    self.text = text
  }
}

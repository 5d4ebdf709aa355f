/// The smallest piece of a file's change that can be taken out of what is published: a run of removed lines and the added lines that stand in their place. Its
/// identity is its content and its place in the base, neither of which depends on how many lines around it are shown.
package struct ChangeBlock: Hashable, Sendable, Codable {
  /// How many lines of the base stand above it.
  package var above: Int
  /// Removed lines.
  package var removed: Int
  /// Added lines.
  package var added: Int
  /// Of all its lines with their signs.
  package var digest: String

  /// A block.
  /// - Parameters:
  ///   - removed: its removed lines without line feeds, and whether each ends with one.
  ///   - added: its added lines, likewise.
  package init(above: Int, removed: [(text: String, ends: Bool)], added: [(text: String, ends: Bool)]) {
    self.above = above
    self.removed = removed.count
    self.added = added.count
    var content = ContentDigest()
    for (sign, lines) in [(UInt8(ascii: "-"), removed), (UInt8(ascii: "+"), added)] {
      for line in lines {
        content.add(CollectionOfOne(sign))
        content.add(line.text.utf8)
        content.add(line.ends ? [10] : [10, 92, 10])
      }
    }
    digest = content.text()
  }

  /// What stands for the block in a set of marks: its place and its content.
  package var mark: String { "\(above):\(digest)" }
}

/// What an operator took out of a file's change: it stays in the workspace and is not published.
package struct TakenOut: Hashable, Sendable, Codable {
  /// The file as it was when this was last held against it; see `DiffFile.stamp`.
  package var stamp: String
  /// The pieces that are out, by their place; nil: the whole file.
  package var blocks: [ChangeBlock]?

  /// Something taken out.
  package init(stamp: String, blocks: [ChangeBlock]? = nil) {
    self.stamp = stamp
    self.blocks = blocks
  }

  /// Whether it is the whole file.
  package var isWhole: Bool { blocks == nil }

  /// How many hunks the pieces make up as git shows them, with three lines around each; 0 for a whole file.
  package var hunks: Int {
    var count = 0
    var end = -100
    for block in blocks ?? [] {
      if block.above > end + 6 { count += 1 }
      end = block.above + block.removed
    }
    return count
  }

  /// The most pieces that are held of a task.
  package static let most = 5000
}

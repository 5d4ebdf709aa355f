/// What an operator marked as reviewed of a file.
package struct ReviewedFile: Hashable, Sendable, Codable {
  /// The object id of the content that was marked as a whole; nil: only pieces were marked.
  package var blob: String?
  /// The marks of the pieces (`ChangeBlock.mark`), sorted.
  package var blocks: [String]

  /// Marks.
  package init(blob: String? = nil, blocks: [String] = []) {
    self.blob = blob
    self.blocks = blocks
  }
}

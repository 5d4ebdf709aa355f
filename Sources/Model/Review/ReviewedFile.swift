/// What an operator marked as reviewed of a file.
package struct ReviewedFile: Hashable, Sendable, Codable {
  /// The object id of the content that was marked as a whole; nil: only pieces were marked.
  package var blob: String?
  /// The marks of the pieces (`ChangeBlock.mark`), sorted.
  package var blocks: [String]
  /// The marks of pieces that were reviewed in another task and are to be read here all the same, sorted; nil: none.
  package var unread: [String]?

  /// Marks.
  package init(blob: String? = nil, blocks: [String] = [], unread: [String]? = nil) {
    self.blob = blob
    self.blocks = blocks
    self.unread = unread
  }

  /// Whether it says nothing.
  package var isEmpty: Bool { blob == nil && blocks.isEmpty && (unread ?? []).isEmpty }
}

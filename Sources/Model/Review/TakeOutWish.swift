/// What an operator wants taken out of what is published, or put back: as it was shown.
package struct TakeOutWish: Hashable, Sendable, Codable {
  /// The file's path in the listing.
  package var path: String
  /// The file as it was shown; see `DiffFile.stamp`.
  package var stamp: String
  /// The pieces; nil: the whole file.
  package var blocks: [ChangeBlock]?
  /// Taken out, or put back.
  package var isOut: Bool

  /// A wish.
  package init(path: String, stamp: String, blocks: [ChangeBlock]? = nil, isOut: Bool) {
    self.path = path
    self.stamp = stamp
    self.blocks = blocks
    self.isOut = isOut
  }
}

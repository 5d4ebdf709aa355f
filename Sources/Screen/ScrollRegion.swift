/// A rectangle that shows rows of a longer text. When two canvases have the same region with another `top`, the terminal may move the rows that stay.
package struct ScrollRegion: Hashable, Sendable {
  /// Which text, so that another task's text in the same place is not taken for a move of this one.
  package var identity: Int
  /// Where.
  package var rect: Rect
  /// The index of the text's row that stands in the first row.
  package var top: Int

  /// A region.
  package init(identity: Int, rect: Rect, top: Int) {
    self.identity = identity
    self.rect = rect
    self.top = top
  }
}

package import Screen

/// A coloured piece of a line of source text.
package struct SyntaxToken: Hashable, Sendable {
  /// UTF-8 offsets in the line.
  package var range: Range<Int>
  /// One of the `syntax.…` roles or a `markdown.…` role.
  package var role: Role

  /// A piece.
  package init(range: Range<Int>, role: Role) {
    self.range = range
    self.role = role
  }
}

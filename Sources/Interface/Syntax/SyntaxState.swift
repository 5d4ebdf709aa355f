/// What a line begins inside of.
package enum SyntaxState: Hashable, Sendable {
  /// Nothing that began on a line before.
  case plain
  /// A block comment, so many deep.
  case comment(depth: UInt8)
  /// A string of several lines, by its index in the language's table.
  case string(UInt8)
}

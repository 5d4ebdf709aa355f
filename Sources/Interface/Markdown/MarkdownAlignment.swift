/// To which side the text of a table's column goes.
package enum MarkdownAlignment: Hashable, Sendable {
  case left, centre, right
}

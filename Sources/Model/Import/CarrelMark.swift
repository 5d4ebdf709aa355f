/// By what Carrel knows again what it wrote on a forge itself: a Markdown comment, which people do not see there. What has it is never taken as somebody's word.
package enum CarrelMark {
  /// The mark, to be put at the end of a text.
  package static let text = "<!-- carrel -->"

  /// Whether a text has it.
  package static func isIn(_ body: String) -> Bool { body.contains("<!-- carrel") }
}

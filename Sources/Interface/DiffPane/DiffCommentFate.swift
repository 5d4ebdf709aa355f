/// What became of a comment that was sent.
package enum DiffCommentFate: Hashable, Sendable {
  /// Not sent yet.
  case draft
  /// The lines are as they were.
  case untouched
  /// The lines changed.
  case touched
  /// The file changed; its text is not loaded, so the lines are not known.
  case fileChanged
}

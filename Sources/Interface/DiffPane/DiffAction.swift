/// What an operator does in the diff pane.
package enum DiffAction: Hashable, Sendable {
  case lineUp, lineDown, pageUp, pageDown, halfPageUp, halfPageDown, top, bottom
  /// Moves the view by rows, down when positive: the wheel.
  case scroll(Int)
  /// Moves long lines sideways.
  case left, right
  case nextHunk, previousHunk, nextFile, previousFile
  /// File list ↔ text; also loads a file that was too large to be loaded unasked.
  case switchPart
  /// Marks the file (in the list) or the hunk (in the text) as reviewed, or takes the mark away.
  case toggleReviewed
  /// Shows hunks that were reviewed in other tasks like others, or folds them.
  case toggleSeen
  case toggleSideBySide, toggleWhitespace, moreContext, lessContext
  /// Begins a range of lines for a comment or copy at the cursor, or ends it.
  case toggleRange
  /// Seeks a text in the chosen file; an empty text ends the search.
  case search(String)
  case nextMatch, previousMatch
  /// Puts the cursor on a row of the pane, counted from the first row inside its border.
  case selectRow(Int)
}

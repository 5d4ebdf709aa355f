/// What an operator does in a transcript.
package enum TranscriptAction: Hashable, Sendable {
  case lineUp, lineDown, pageUp, pageDown, halfPageUp, halfPageDown, top, bottom
  /// Moves the view by rows, down when positive: the wheel.
  case scroll(Int)
  /// Opens or folds the item under the cursor.
  case toggleFold
  /// To the next or previous prompt or attempt.
  case nextTurn, previousTurn
  /// To the next or previous tool call or error.
  case nextTool, previousTool
  case toggleFollow
  /// Seeks a text forward from the cursor; an empty text ends the search.
  case search(String)
  case nextMatch, previousMatch
  /// Puts the cursor on a row of the pane, counted from the first row inside its border; on the cursor's own row: opens or folds.
  case selectRow(Int)
}

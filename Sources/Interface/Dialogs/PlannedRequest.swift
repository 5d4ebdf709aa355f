package import Wire

/// A request that a dialog would send.
package struct PlannedRequest: Hashable, Sendable {
  /// The request.
  package var request: Request
  /// What is said when it was done.
  package var words: String
  /// What it comes to, for the dialog that asks.
  package var preview: String
  /// What takes it back.
  package var undo: UndoStep?

  /// A plan.
  package init(_ request: Request, _ words: String, preview: String = "", undo: UndoStep? = nil) {
    self.request = request
    self.words = words
    self.preview = preview
    self.undo = undo
  }
}

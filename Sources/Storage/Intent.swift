package import Model

/// Something begun outside the store that a crash may cut: making or deleting a workspace, publishing. What is still open at start must be
/// finished or undone by its owner, who must cope with either.
package struct Intent: Hashable, Sendable, Identifiable {
  /// Its number, never reused.
  package var id: Int64
  /// What was begun, in its owner's word.
  package var kind: String
  /// For which task.
  package var task: TaskID
  /// What its owner needs to finish or undo it.
  package var payload: String
  /// When it was begun.
  package var begun: Timestamp
}

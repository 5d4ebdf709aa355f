package import Model

/// The sheet as it was before a change, for undo.
package struct SheetStep: Hashable, Sendable {
  /// The rows.
  package var rows: [TicketDraft]
  /// The indices of the marked rows.
  package var marked: Set<Int>
}

/// What reading a pasted list gave: the drafts in order, and what was left out and why.
package struct TicketListReading: Hashable, Sendable, Codable {
  /// The rows, in the order of the text.
  package var drafts: [TicketDraft]
  /// What was skipped or not understood, one sentence each ("3 done items skipped").
  package var remarks: [String]

  /// A reading.
  package init(drafts: [TicketDraft], remarks: [String] = []) {
    self.drafts = drafts
    self.remarks = remarks
  }
}

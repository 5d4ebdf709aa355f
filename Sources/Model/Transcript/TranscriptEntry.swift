/// A row of a task's transcript as the store keeps it.
package struct TranscriptEntry: Hashable, Sendable, Codable {
  /// The row's number in the whole store; grows, may have gaps. The truth about order.
  package var seq: Int64
  /// Whose.
  package var task: TaskID
  /// When the service saw it.
  package var time: Timestamp
  /// What.
  package var event: TranscriptEvent

  /// A row.
  package init(seq: Int64, task: TaskID, time: Timestamp, event: TranscriptEvent) {
    self.seq = seq
    self.task = task
    self.time = time
    self.event = event
  }
}

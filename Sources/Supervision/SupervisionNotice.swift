package import Model

/// What the supervisor tells whoever lets clients attach, in order. Tasks and entries are committed before they are told.
package enum SupervisionNotice: Hashable, Sendable {
  /// A task is new or changed (listed form).
  case task(TaskRecord)
  /// Committed transcript entries.
  case entries([TranscriptEntry])
  /// Provisional streamed text.
  case delta(task: TaskID, messageID: String, stream: DeltaStream, offset: Int, text: String)
  /// The queue changed.
  case queue(QueueStatus)
  /// An entry of the outbox is new or changed (listed form); nil: it is gone.
  case outbox(TaskID, OutboxEntry?)
  /// A line for every operator.
  case message(NoticeLevel, String)
}

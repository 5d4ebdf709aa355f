package import Model

/// What the service tells attached clients without being asked. In order.
package enum Notice: Hashable, Sendable, Codable {
  /// A task is new or changed (listed form); committed before it is sent.
  case task(TaskRecord)
  /// Committed transcript entries, in order. Never deltas of text.
  case entries([TranscriptEntry])
  /// A piece of streamed text, provisional: sent at once, committed a little later. See `TranscriptEvent.delta` for `offset`.
  case delta(task: TaskID, messageID: String, stream: DeltaStream, offset: Int, text: String)
  /// The queue changed.
  case queue(QueueStatus)
  /// An entry of the outbox is new or changed (listed form); nil: it is gone.
  case outbox(TaskID, OutboxEntry?)
  /// A line for every operator.
  case message(NoticeLevel, String)
  /// Who else is attached, where they look, and whose tasks are whose; told when it changes, at most five times a second.
  case presence(Presence)
  /// The service ends; the reason.
  case goodbye(String)
}

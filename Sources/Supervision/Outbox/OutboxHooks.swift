import Model

/// What the outbox tells the supervisor, in order for each task.
struct OutboxHooks: Sendable {
  /// The task is published: its record is to say so. False when that could not be kept.
  var published: @Sendable (TaskID, Publication) async -> Bool
  /// The task goes back to review. False when that could not be kept.
  var wentBack: @Sendable (TaskID, String) async -> Bool
  /// What the task's line says while it waits, and whether an operator is needed.
  var waits: @Sendable (TaskID, String, Bool) async -> Void
  /// An entry is new or changed; nil: it is gone.
  var changed: @Sendable (TaskID, OutboxEntry?) async -> Void
  /// A line for every operator.
  var say: @Sendable (NoticeLevel, String) async -> Void
}

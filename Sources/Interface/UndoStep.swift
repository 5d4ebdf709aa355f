package import Model

/// What `u` takes back.
package enum UndoStep: Hashable, Sendable {
  /// The marks as they were.
  case marks(Set<TaskID>)
  /// One mark, set or taken away.
  case mark(TaskID)
  /// The queue as it was.
  case paused(Bool)
  /// Whether the agents stood still.
  case frozen(Bool)
  /// A queued task's priority as it was.
  case priority(TaskID, Int)
  /// What was taken out of what is published, or put back.
  case takenOut(TaskID, TakeOutWish)
}

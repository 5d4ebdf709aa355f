internal import Model

/// How far a task's transcript is in the index, and what the rows so far say about those to come.
struct IndexState: Hashable {
  /// The last row that is in it; -1: not even the title is.
  var seq: Int64 = -1
  /// The engine at work.
  var engine: String
  /// The phase, and since when.
  var phase = TaskPhase.queued
  var since: Timestamp

  /// The state before the first row.
  init(of task: TaskRecord) {
    engine = task.engine
    since = task.created
  }

  /// A state as it is stored.
  init(seq: Int64, engine: String, phase: TaskPhase, since: Timestamp) {
    self.seq = seq
    self.engine = engine
    self.phase = phase
    self.since = since
  }
}

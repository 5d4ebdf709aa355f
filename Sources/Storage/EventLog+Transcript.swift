package import Model

extension EventLog {
  /// Commits events of a task at once, and returns them with their row numbers. The whole of a message (`textDone`, `thinkingDone`,
  /// `toolFinished`) or its end (`messageDiscarded`) drops the message's pieces in the same transaction.
  /// - Throws: `unknownTask`, `full`, `busy`, `corrupt`, `failed`, `closed`; then nothing was kept, as far as can be known.
  package func append(_ task: TaskID, _ events: [TranscriptEvent], at time: Timestamp) throws(StorageError) -> [TranscriptEntry] {
    let entries = try number(events, of: task, at: time)
    try commit(entries, doing: "writing the transcript") { _ in }
    return entries
  }

  /// Gives events their row numbers at once and commits them within 50 ms or 64 KB, or with the next commit of anything else. For text deltas;
  /// a crash may lose what is not committed yet. `flush` commits now.
  /// - Throws: as `append`. An earlier group that could not be committed is tried again first; when that fails, these events are not taken.
  package func appendDeferred(_ task: TaskID, _ events: [TranscriptEvent], at time: Timestamp) throws(StorageError) -> [TranscriptEntry] {
    let entries = try number(events, of: task, at: time)
    try hold(entries)
    return entries
  }

  /// A page of a transcript, deferred rows included; `EventReader.transcript` says how.
  package func transcript(
    _ task: TaskID, after: Int64? = nil, before: Int64? = nil, limit: Int = 1000, bytes: Int = 8 << 20
  ) throws(StorageError) -> TranscriptPage {
    let connection = try opened()
    try flush()
    return try StoreQueries(connection).transcript(task, after: after, before: before, limit: limit, bytes: bytes)
  }
}

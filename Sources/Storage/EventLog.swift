internal import Model
internal import Platform

/// The one writer of the store: tasks, their transcripts, settings and intents in one SQLite file.
///
/// Everything that returns has been committed and survives a power cut (WAL, `synchronous=FULL`), but for `appendDeferred`, whose rows are
/// committed in groups, at the latest with the next commit of anything else, so that the order of rows is the order of calls. Row numbers are
/// never given twice, also after a crash. Runs on a thread of its own. Call `close` before letting go of it.
package actor EventLog {
  private let thread: BlockingExecutor
  /// The files.
  let files: StoreFiles
  /// The connection while the store is open.
  var connection: Connection?
  var records = RecordCodec()
  var events = EventCodec()
  /// Every task in the store.
  var known: Set<TaskID> = []
  /// The tasks with rows that are not in the index yet; nil: not looked up yet.
  var unindexed: Set<TaskID>?
  /// The tasks of the present round of the index, the next one last.
  var indexRound: [TaskID] = []
  /// The next row number, and the last one that is set apart for this run.
  private var nextSeq: Int64 = 1
  private var reservedSeq: Int64 = 0
  /// Rows that wait for the next commit.
  private var pending = PendingEvents()
  private var flushTimer: Task<Void, Never>?
  /// Whether the last commit of deferred rows failed.
  private var flushFailed = false

  /// Row numbers are set apart in blocks of so many; after a crash the rest of a block stays unused.
  private static let seqBlock: Int64 = 1 << 16
  /// Deferred rows are committed when they hold so many bytes,
  private static let flushBytes = 64 << 10
  /// and after so long.
  private static let flushDelay = Duration.milliseconds(50)

  /// Runs on the store's own thread.
  package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private init(path: String) {
    files = StoreFiles(path: path)
    thread = BlockingExecutor(name: "carrel-store")
  }

  /// Opens the store, makes it when there is none, brings an older format up to date. After an unclean stop the file is checked; a damaged or
  /// unreadable one is renamed to `….broken-<time>`, and the report says so.
  /// - Parameters:
  ///   - path: the database file; its directory is made (0700) when only the last part is missing.
  ///   - idsAbove: task ids start above this number, for when the store is lost but its tasks' directories are not.
  /// - Throws: `networkFileSystem`, `newerSchema`, `foreign`, `busy`, `full`, `failed`.
  package static func open(path: String, idsAbove: Int = 0) async throws(StorageError) -> (EventLog, OpenReport) {
    let log = EventLog(path: path)
    let report = try await log.start(idsAbove: idsAbove)
    return (log, report)
  }

  /// From now on this takes secrets out of every record and row before it is written.
  package func clean(with cleaner: StoreCleaner) {
    records.cleaner = cleaner
    events.cleaner = cleaner
  }

  private func start(idsAbove: Int) throws(StorageError) -> OpenReport {
    let opening = try StoreOpening.run(files, idsAbove: idsAbove)
    connection = opening.connection
    known = opening.tasks
    nextSeq = opening.lastSeq + 1
    reservedSeq = opening.lastSeq
    return opening.report
  }

  /// Commits what is deferred, marks the stop as clean, empties the log into the file and closes. Later calls throw `closed`.
  package func close() throws(StorageError) {
    guard let connection else { return }
    flushTimer?.cancel()
    try flush()
    connection.doing = "closing the store"
    try connection.transaction { () throws(StorageError) in
      try connection.execute("UPDATE mark SET value = \(nextSeq - 1) WHERE name = 'seq' AND value = \(reservedSeq)")
      try connection.execute("UPDATE mark SET value = 1 WHERE name = 'clean'")
    }
    self.connection = nil
    // A reader at work keeps the log from being emptied; it is then read at the next start.
    _ = try? connection.text("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  /// Moves the write-ahead log into the file and empties it; for when the service is idle.
  package func checkpoint() throws(StorageError) {
    let connection = try opened()
    try flush()
    connection.doing = "tidying the store"
    _ = try connection.text("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  /// Gives back the space that was held for a full disk, so that last states can be saved. False when it was given back before.
  package func releaseBallast() -> Bool { files.releaseBallast() }

  /// Holds the space again, once there is room. False when there is not.
  package func restoreBallast() -> Bool { files.makeBallast() }

  /// The highest row number given so far; rows that come later have higher ones.
  package func lastSeq() -> Int64 { nextSeq - 1 }

  /// The connection, or the error that there is none.
  func opened() throws(StorageError) -> Connection {
    guard let connection else { throw .closed }
    return connection
  }

  /// Gives events their row numbers.
  func number(_ events: [TranscriptEvent], of task: TaskID, at time: Timestamp) throws(StorageError) -> [TranscriptEntry] {
    guard known.contains(task) else { throw .unknownTask(task) }
    let count = Int64(events.count)
    if nextSeq + count - 1 > reservedSeq { try reserve(max(count, Self.seqBlock)) }
    let first = nextSeq
    nextSeq += count
    return events.enumerated().map { TranscriptEntry(seq: first + Int64($0.offset), task: task, time: time, event: $0.element) }
  }

  /// Sets row numbers apart, so that they are not given again after a crash.
  private func reserve(_ count: Int64) throws(StorageError) {
    let connection = try opened()
    connection.doing = "setting row numbers apart"
    let last = try connection.transaction { () throws(StorageError) -> Int64 in
      try connection.execute("UPDATE mark SET value = value + \(count) WHERE name = 'seq'")
      return try connection.integer("SELECT value FROM mark WHERE name = 'seq'") ?? 0
    }
    nextSeq = last - count + 1
    reservedSeq = last
  }

  /// One transaction: the deferred rows, these rows, and then `change`.
  func commit<Value>(
    _ entries: [TranscriptEntry], doing: String, _ change: (Connection) throws(StorageError) -> Value
  ) throws(StorageError) -> Value {
    let connection = try opened()
    connection.doing = doing
    var all = pending
    all.append(entries)
    let value = try connection.transaction { () throws(StorageError) -> Value in
      for entry in all.condensed { try write(entry, to: connection) }
      return try change(connection)
    }
    var noted: TaskID?
    for entry in all.entries where entry.task != noted {
      unindexed?.insert(entry.task)
      noted = entry.task
    }
    pending = PendingEvents()
    flushFailed = false
    return value
  }

  /// Keeps rows for the next commit, which comes within 50 ms or 64 KB.
  func hold(_ entries: [TranscriptEntry]) throws(StorageError) {
    if flushFailed { try flush() }
    guard pending.bytes + PendingEvents.size(entries) < Self.flushBytes else {
      return try commit(entries, doing: "writing the transcript") { _ in }
    }
    pending.append(entries)
    guard flushTimer == nil else { return }
    flushTimer = Task { [weak self] in
      try? await pause(for: Self.flushDelay)
      await self?.flushDue()
    }
  }

  /// Commits what is deferred.
  package func flush() throws(StorageError) {
    guard !pending.entries.isEmpty else { return }
    try commit([], doing: "writing the transcript") { _ in }
  }

  /// The timer's flush. When it fails, the rows stay, and the next deferred append tries again and throws.
  private func flushDue() {
    flushTimer = nil
    do {
      if connection != nil { try flush() }
    } catch {
      flushFailed = true
    }
  }

  /// Writes one row, and drops the rows that it makes superfluous. Replaces a row of the same number: a commit that was reported as failed may
  /// be there all the same.
  private func write(_ entry: TranscriptEntry, to connection: Connection) throws(StorageError) {
    for piece in entry.event.replaces {
      // Left to itself, SQLite takes the primary key and reads the task's whole transcript.
      let statement = try connection.statement(
        "DELETE FROM event INDEXED BY event_piece WHERE task = ?1 AND message = ?2 AND stream = ?3")
      defer { statement.reset() }
      try statement.bind(1, Int64(entry.task.number))
      try statement.bind(2, piece.message)
      try statement.bind(3, Int64(piece.stream.stored))
      _ = try statement.step()
    }
    let statement = try connection.statement(
      "INSERT OR REPLACE INTO event (task, seq, time, stream, message, start, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
    defer { statement.reset() }
    try statement.bind(1, Int64(entry.task.number))
    try statement.bind(2, entry.seq)
    try statement.bind(3, entry.time.milliseconds)
    try events.bind(entry.event, to: statement)
    _ = try statement.step()
  }
}

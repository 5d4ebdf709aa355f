package import Model
internal import Platform

/// Reads the store on a connection and a thread of its own, so that a page of a transcript never waits for the writer. Sees what is committed:
/// rows that are still deferred come after `EventLog.flush`. Open it after the `EventLog` of the same file.
package actor EventReader {
  private let thread: BlockingExecutor
  private var connection: Connection?

  /// Runs on the reader's own thread.
  package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private init() { thread = BlockingExecutor(name: "carrel-reader") }

  /// Opens the store at `path` for reading.
  /// - Throws: `failed`, `corrupt`, `busy`.
  package static func open(path: String) async throws(StorageError) -> EventReader {
    let reader = EventReader()
    try await reader.start(path)
    return reader
  }

  private func start(_ path: String) throws(StorageError) {
    let connection = try Connection(path: path, access: .read, doing: "opening the store \(path) for reading")
    try connection.execute("PRAGMA query_only = ON")
    self.connection = connection
  }

  /// Closes the connection. Later calls throw `closed`.
  package func close() { connection = nil }

  /// All tasks by id, as lists have them.
  package func tasks() throws(StorageError) -> [TaskRecord] { try queries().tasks() }

  /// All tasks by id, whole.
  package func wholeTasks() throws(StorageError) -> [TaskRecord] {
    let queries = try queries()
    var whole: [TaskRecord] = []
    for task in try queries.tasks() { if let found = try queries.task(task.id) { whole.append(found) } }
    return whole
  }

  /// One task, whole; nil when there is none.
  package func task(_ id: TaskID) throws(StorageError) -> TaskRecord? { try queries().task(id) }

  /// The newest task that was queued with this ticket identity.
  package func task(withIdentity identity: String) throws(StorageError) -> TaskID? { try queries().task(withIdentity: identity) }

  /// A page of a task's transcript. With `after`: the first rows behind that number. Without: the last rows (before `before`, if given). Always in
  /// order, at most `limit` rows and about `bytes` bytes, but at least one row if there is one. `more` says whether further rows follow
  /// (with `after`), or come before (without).
  package func transcript(
    _ task: TaskID, after: Int64? = nil, before: Int64? = nil, limit: Int = 1000, bytes: Int = 8 << 20
  ) throws(StorageError) -> TranscriptPage {
    try queries().transcript(task, after: after, before: before, limit: limit, bytes: bytes)
  }

  /// The number of the task's last committed row; nil when it has none.
  package func lastSeq(of task: TaskID) throws(StorageError) -> Int64? { try queries().lastSeq(of: task) }

  /// Writes a copy of the whole store, as it is at this moment, to `carrel-<time>.db` in a directory, and removes all but the newest copies
  /// there. Takes about a second per 300 MB; the writer goes on meanwhile.
  /// - Returns: the path of the copy.
  /// - Throws: `full`, `failed`; then no copy is left half-written.
  package func backup(into directory: String, keep: Int = 3) throws(StorageError) -> String {
    guard let connection else { throw .closed }
    return try StoreBackup(directory: directory, keep: keep).write(from: connection, at: .now)
  }

  /// The queries on this connection.
  func queries() throws(StorageError) -> StoreQueries {
    guard let connection else { throw .closed }
    return StoreQueries(connection)
  }
}

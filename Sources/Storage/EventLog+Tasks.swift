package import Model

extension EventLog {
  /// Queues tasks: gives each a new id, lets `build` make the records for them, and commits all of them or none.
  /// - Parameters:
  ///   - identities: one for each task: what tells its ticket from others (CONTRACT.md, "Ticket lists"); empty for none.
  ///   - build: makes one record for each id, in their order.
  /// - Throws: `failed` when the records are not those of the ids; `full`, `busy`, `corrupt`, `closed`.
  package func insertTasks(
    identities: [String], _ build: @Sendable ([TaskID]) -> [TaskRecord]
  ) throws(StorageError) -> [TaskRecord] {
    guard !identities.isEmpty else { return [] }
    let doing = "queueing \(identities.count) tasks"
    let made = try commit([], doing: doing) { (connection) throws(StorageError) -> [TaskRecord] in
      let last = Int(try connection.integer("SELECT value FROM mark WHERE name = 'task'") ?? 0)
      let ids = (1...identities.count).map { TaskID(last + $0) }
      let made = build(ids)
      guard made.map(\.id) == ids else { throw .failed(doing: doing, reason: "the records do not belong to the ids") }
      try connection.execute("UPDATE mark SET value = \(last + ids.count) WHERE name = 'task'")
      for (record, identity) in zip(made, identities) {
        try insert(record, identity: identity, into: connection)
      }
      return made
    }
    for record in made {
      known.insert(record.id)
      unindexed?.insert(record.id)
    }
    return made
  }

  /// Commits a task's new state, and events with it, at once. The record must be whole: a listed one would lose its body and its brief.
  /// - Throws: `unknownTask`, `full`, `busy`, `corrupt`, `failed`, `closed`; then nothing was kept, as far as can be known.
  package func save(_ task: TaskRecord, _ events: [TranscriptEvent] = [], at time: Timestamp) throws(StorageError) -> [TranscriptEntry] {
    let entries = try number(events, of: task.id, at: time)
    try commit(entries, doing: "saving \(task.id)") { (connection) throws(StorageError) in try update(task, in: connection) }
    return entries
  }

  /// Commits the new states of several tasks in one transaction. The records must be whole.
  /// - Throws: as for one.
  package func save(_ tasks: [TaskRecord]) throws(StorageError) {
    for task in tasks where !known.contains(task.id) { throw .unknownTask(task.id) }
    try commit([], doing: "saving \(tasks.count) tasks") { (connection) throws(StorageError) in
      for task in tasks { try update(task, in: connection) }
    }
  }

  /// Forgets tasks and their transcripts for good. Their ids are not given again. Unknown ids are ignored.
  package func removeTasks(_ ids: [TaskID]) throws(StorageError) {
    try commit([], doing: "removing \(ids.count) tasks") { (connection) throws(StorageError) in
      let statement = try connection.statement("DELETE FROM task WHERE id = ?1")
      for id in ids {
        try IndexWriter(connection: connection, task: id).removeAll()
        defer { statement.reset() }
        try statement.bind(1, Int64(id.number))
        _ = try statement.step()
      }
    }
    known.subtract(ids)
    unindexed?.subtract(ids)
  }

  /// All tasks by id, as lists have them: without the ticket's body and the brief.
  package func tasks() throws(StorageError) -> [TaskRecord] { try StoreQueries(opened()).tasks() }

  /// One task, whole; nil when there is none.
  package func task(_ id: TaskID) throws(StorageError) -> TaskRecord? { try StoreQueries(opened()).task(id) }

  /// The newest task that was queued with this ticket identity.
  package func task(withIdentity identity: String) throws(StorageError) -> TaskID? {
    try StoreQueries(opened()).task(withIdentity: identity)
  }

  /// Every ticket identity with its newest task.
  package func ticketIdentities() throws(StorageError) -> [String: TaskID] { try StoreQueries(opened()).ticketIdentities() }

  private func insert(_ record: TaskRecord, identity: String, into connection: Connection) throws(StorageError) {
    let statement = try connection.statement("INSERT INTO task (id, record, identity) VALUES (?1, ?2, ?3)")
    defer { statement.reset() }
    try statement.bind(1, Int64(record.id.number))
    try statement.bind(2, utf8: records.encode(record))
    try statement.bind(3, identity.isEmpty ? nil : identity)
    _ = try statement.step()
    try writeText(record, to: connection)
  }

  /// Writes a task's row, within a transaction.
  func update(_ record: TaskRecord, in connection: Connection) throws(StorageError) {
    let statement = try connection.statement("UPDATE task SET record = ?2 WHERE id = ?1")
    defer { statement.reset() }
    try statement.bind(1, Int64(record.id.number))
    try statement.bind(2, utf8: records.encode(record))
    _ = try statement.step()
    guard connection.changes == 1 else { throw .unknownTask(record.id) }
    try writeText(record, to: connection)
  }

  /// Writes the long texts, when they changed.
  private func writeText(_ record: TaskRecord, to connection: Connection) throws(StorageError) {
    let statement = try connection.statement(
      """
      INSERT INTO task_text (task, body, brief) VALUES (?1, ?2, ?3)
      ON CONFLICT (task) DO UPDATE SET body = excluded.body, brief = excluded.brief
      WHERE body IS NOT excluded.body OR brief IS NOT excluded.brief
      """)
    defer { statement.reset() }
    try statement.bind(1, Int64(record.id.number))
    try statement.bind(2, records.cleaner?.text(record.ticket.body) ?? record.ticket.body)
    try statement.bind(3, record.brief.map { records.cleaner?.text($0) ?? $0 })
    _ = try statement.step()
  }
}

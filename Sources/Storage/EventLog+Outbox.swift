internal import FoundationEssentials
package import Model

/// What waits to be published.
extension EventLog {
  /// Commits a task's new state, events with it, and its entry of the outbox, in the place of one that it may have had: all or nothing.
  /// - Throws: as `save` of a task.
  package func save(
    _ task: TaskRecord, _ events: [TranscriptEvent], posting entry: OutboxEntry, at time: Timestamp
  ) throws(StorageError) -> [TranscriptEntry] {
    let entries = try number(events, of: task.id, at: time)
    let json = try outboxJSON(entry)
    try commit(entries, doing: "saving \(task.id) and what is published of it") { (connection) throws(StorageError) in
      try update(task, in: connection)
      let statement = try connection.statement(
        """
        INSERT OR REPLACE INTO outbox (task, place, entry) VALUES (?1, (SELECT ifnull(max(place), 0) + 1 FROM outbox), ?2)
        """)
      defer { statement.reset() }
      try statement.bind(1, Int64(task.id.number))
      try statement.bind(2, utf8: json)
      _ = try statement.step()
    }
    return entries
  }

  /// Commits how far an entry has come. One that is not there (any more) stays away, also where another of the same task took its place.
  package func save(_ entry: OutboxEntry) throws(StorageError) {
    let json = try outboxJSON(entry)
    try commit([], doing: "saving what is published of \(entry.task)") { (connection) throws(StorageError) in
      let statement = try connection.statement("UPDATE outbox SET entry = ?2 WHERE task = ?1 AND place = ?3")
      defer { statement.reset() }
      try statement.bind(1, Int64(entry.task.number))
      try statement.bind(2, utf8: json)
      try statement.bind(3, entry.place)
      _ = try statement.step()
    }
  }

  /// Commits that an entry is done with, or given up. Another of the same task that took its place stays.
  package func remove(_ entry: OutboxEntry) throws(StorageError) {
    try commit([], doing: "taking \(entry.task) out of the outbox") { (connection) throws(StorageError) in
      let statement = try connection.statement("DELETE FROM outbox WHERE task = ?1 AND place = ?2")
      defer { statement.reset() }
      try statement.bind(1, Int64(entry.task.number))
      try statement.bind(2, entry.place)
      _ = try statement.step()
    }
  }

  /// What waits, in the order of approvals. What does not read is left out: its task goes back to review with the next start.
  package func outbox() throws(StorageError) -> [OutboxEntry] {
    let connection = try opened()
    connection.doing = "reading the outbox"
    let statement = try connection.statement("SELECT task, place, entry FROM outbox ORDER BY place")
    defer { statement.reset() }
    var found: [OutboxEntry] = []
    while try statement.step() {
      guard var entry = try? JSONDecoder().decode(OutboxEntry.self, from: statement.bytes(2)),
        Int64(entry.task.number) == statement.integer(0)
      else { continue }
      entry.place = statement.integer(1)
      found.append(entry)
    }
    return found
  }

  private func outboxJSON(_ entry: OutboxEntry) throws(StorageError) -> Data {
    do {
      let json = try JSONEncoder().encode(entry)
      return records.cleaner?.json(json) ?? json
    } catch {
      throw .failed(doing: "writing what is published of \(entry.task)", reason: String(describing: error))
    }
  }
}

internal import Model

/// Writes a task's part of the index; within the caller's transaction.
struct IndexWriter {
  /// Where to.
  let connection: Connection
  /// Whose.
  let task: TaskID

  /// Adds a text.
  func add(_ passage: Passage) throws(StorageError) {
    let statement = try connection.statement("INSERT INTO passage (task, seq, time, kind, path, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
    defer { statement.reset() }
    try statement.bind(1, Int64(task.number))
    try statement.bind(2, passage.seq)
    try statement.bind(3, passage.time.milliseconds)
    try statement.bind(4, passage.kind.stored)
    try statement.bind(5, passage.path)
    try statement.bind(6, passage.text)
    _ = try statement.step()
    let words = try connection.statement("INSERT INTO passage_words (rowid, text) VALUES (?1, ?2)")
    defer { words.reset() }
    try words.bind(1, connection.lastRow)
    try words.bind(2, passage.text)
    _ = try words.step()
  }

  /// Takes the change out.
  func removeDiff() throws(StorageError) { try remove(kinds: PassageKind.diff.stored...PassageKind.diff.stored) }

  /// Takes all texts out.
  func removeAll() throws(StorageError) { try remove(kinds: 0...Int64.max) }

  private func remove(kinds: ClosedRange<Int64>) throws(StorageError) {
    for sql in [
      "INSERT INTO passage_words (passage_words, rowid, text) SELECT 'delete', id, text FROM passage WHERE task = ?1 AND kind BETWEEN ?2 AND ?3",
      "DELETE FROM passage WHERE task = ?1 AND kind BETWEEN ?2 AND ?3",
    ] {
      let statement = try connection.statement(sql)
      defer { statement.reset() }
      try statement.bind(1, Int64(task.number))
      try statement.bind(2, kinds.lowerBound)
      try statement.bind(3, kinds.upperBound)
      _ = try statement.step()
    }
  }

  /// Adds use to a day's. Sums stop far below what would overflow.
  func add(_ use: IndexBatch.Use, _ key: IndexBatch.UseKey, repository: String) throws(StorageError) {
    let statement = try connection.statement(
      """
      INSERT INTO use (task, day, engine, repository, turns, cost, input, output, cache_read, cache_write)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
      ON CONFLICT (task, day, engine) DO UPDATE SET
        turns = turns + excluded.turns, cost = cost + excluded.cost, input = min(input + excluded.input, 1000000000000000),
        output = min(output + excluded.output, 1000000000000000), cache_read = min(cache_read + excluded.cache_read, 1000000000000000),
        cache_write = min(cache_write + excluded.cache_write, 1000000000000000)
      """)
    defer { statement.reset() }
    try statement.bind(1, Int64(task.number))
    try statement.bind(2, key.day)
    try statement.bind(3, key.engine)
    try statement.bind(4, repository)
    try statement.bind(5, use.turns)
    try statement.bind(6, real: use.cost)
    try statement.bind(7, use.input)
    try statement.bind(8, use.output)
    try statement.bind(9, use.cacheRead)
    try statement.bind(10, use.cacheWrite)
    _ = try statement.step()
  }

  /// Adds time spent in a phase.
  func add(_ seconds: Double, in phase: TaskPhase) throws(StorageError) {
    let statement = try connection.statement(
      """
      INSERT INTO stay (task, phase, seconds) VALUES (?1, ?2, ?3)
      ON CONFLICT (task, phase) DO UPDATE SET seconds = seconds + excluded.seconds
      """)
    defer { statement.reset() }
    try statement.bind(1, Int64(task.number))
    try statement.bind(2, phase.rawValue)
    try statement.bind(3, real: seconds)
    _ = try statement.step()
  }

  /// Notes how far the task is.
  func set(_ state: IndexState) throws(StorageError) {
    let statement = try connection.statement(
      """
      INSERT INTO index_mark (task, seq, engine, phase, since) VALUES (?1, ?2, ?3, ?4, ?5)
      ON CONFLICT (task) DO UPDATE SET seq = excluded.seq, engine = excluded.engine, phase = excluded.phase, since = excluded.since
      """)
    defer { statement.reset() }
    try statement.bind(1, Int64(task.number))
    try statement.bind(2, state.seq)
    try statement.bind(3, state.engine)
    try statement.bind(4, state.phase.rawValue)
    try statement.bind(5, state.since.milliseconds)
    _ = try statement.step()
  }

  /// Notes which tree's change is in the index.
  func setTree(_ tree: String) throws(StorageError) {
    let statement = try connection.statement("UPDATE index_mark SET tree = ?2 WHERE task = ?1")
    defer { statement.reset() }
    try statement.bind(1, Int64(task.number))
    try statement.bind(2, tree)
    _ = try statement.step()
  }
}

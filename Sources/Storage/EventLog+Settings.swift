package import Model

extension EventLog {
  /// What was last set under a key; nil when nothing was.
  package func setting(_ key: String) throws(StorageError) -> String? { try StoreQueries(opened()).setting(key) }

  /// Commits a small value that outlives the service, such as "the queue is paused"; nil removes it.
  package func setSetting(_ key: String, _ value: String?) throws(StorageError) {
    try commit([], doing: "saving the setting \(key)") { (connection) throws(StorageError) in
      let statement = try connection.statement(
        value == nil ? "DELETE FROM setting WHERE key = ?1" : "INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)")
      defer { statement.reset() }
      try statement.bind(1, key)
      if let value { try statement.bind(2, value) }
      _ = try statement.step()
    }
  }

  /// Commits that something outside the store is about to be done.
  /// - Returns: its number, for `endIntent`.
  package func beginIntent(_ kind: String, _ task: TaskID, payload: String, at time: Timestamp) throws(StorageError) -> Int64 {
    try commit([], doing: "noting what is begun for \(task)") { (connection) throws(StorageError) -> Int64 in
      let statement = try connection.statement(
        "INSERT INTO intent (kind, task, payload, begun) VALUES (?1, ?2, ?3, ?4)")
      defer { statement.reset() }
      try statement.bind(1, kind)
      try statement.bind(2, Int64(task.number))
      try statement.bind(3, payload)
      try statement.bind(4, time.milliseconds)
      _ = try statement.step()
      return connection.lastRow
    }
  }

  /// Commits that it is done, or undone. An unknown number is ignored.
  package func endIntent(_ id: Int64) throws(StorageError) {
    try commit([], doing: "noting what is done") { (connection) throws(StorageError) in
      let statement = try connection.statement("DELETE FROM intent WHERE id = ?1")
      defer { statement.reset() }
      try statement.bind(1, id)
      _ = try statement.step()
    }
  }

  /// What was begun and not ended, oldest first; after a crash its owner finishes or undoes it.
  package func openIntents() throws(StorageError) -> [Intent] { try StoreQueries(opened()).openIntents() }
}

extension EventLog {
  /// Writes a copy of the whole store to `carrel-<time>.db` in a directory and keeps the newest `keep` there. Deferred rows are committed first.
  /// Runs on a thread of its own; the writer goes on meanwhile.
  /// - Returns: the path of the copy.
  /// - Throws: `full`, `failed`, `closed`; then no copy is left half-written.
  package nonisolated func backup(into directory: String, keep: Int = 3) async throws(StorageError) -> String {
    try await flush()
    let reader = try await EventReader.open(path: files.path)
    return try await reader.backup(into: directory, keep: keep)
  }
}

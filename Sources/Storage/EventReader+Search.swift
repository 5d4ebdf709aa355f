package import Model

extension EventReader {
  /// Finds a text in the titles, tickets, transcripts and changes of all tasks that the store holds, as far as they are indexed (`EventLog.indexMore`). Words
  /// must all stand in one passage and are found by their beginnings; `"…"` stands for words in a row, `!word` shuts passages out. Nothing typed is an error.
  /// - Parameters:
  ///   - limit: tasks of the page, at most 200.
  ///   - offset: tasks before it.
  /// - Throws: `corrupt`, `busy`, `failed`, `closed`.
  package func search(_ text: String, limit: Int, offset: Int = 0) throws(StorageError) -> SearchPage {
    try StoreSearch(connection: queries().connection).page(SearchQuery(text), limit: max(1, min(limit, 200)), offset: offset)
  }

  /// What all tasks ever used and waited, as far as it is indexed.
  /// - Throws: `corrupt`, `busy`, `failed`, `closed`.
  package func statistics() throws(StorageError) -> StatisticsReport { try StoreStatistics(connection: queries().connection).report() }

  /// The tree whose change is in the index; nil: none is.
  /// - Throws: `corrupt`, `busy`, `failed`, `closed`.
  package func indexedTree(of task: TaskID) throws(StorageError) -> String? { try IndexQueries(queries().connection).tree(of: task) }
}

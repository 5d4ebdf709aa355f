package import Model

/// The index: what can be searched, and what the statistics add up. It follows the transcripts by bounded steps, each in one transaction with the mark of how
/// far it came, so that a crash loses nothing of it and counts nothing twice. Texts went through the store's cleaner before they were written, and so hold no
/// secret when they come here.
extension EventLog {
  /// Takes the next rows of one task into the index: at most `rows` rows and about `bytes` bytes. Tasks are gone through in rounds, newest first: a round ends
  /// when all rows are in that were there when it began, however much is written meanwhile.
  /// - Parameter anew: begins a new round now.
  /// - Returns: how many tasks of the round are left; 0: it is over.
  /// - Throws: `full`, `busy`, `corrupt`, `failed`, `closed`; then nothing of the step was kept.
  package func indexMore(anew: Bool = false, rows: Int = 1000, bytes: Int = 256 << 10) throws(StorageError) -> Int {
    let connection = try opened()
    try flush()
    if anew || indexRound.isEmpty { indexRound = try backlog(connection).sorted() }
    guard let id = indexRound.last else { return 0 }
    guard known.contains(id), let task = try StoreQueries(connection).task(id) else {
      leaveIndexRound(id)
      return indexRound.count
    }
    let queries = IndexQueries(connection)
    let before = try queries.state(of: id) ?? IndexState(of: task)
    let page = try StoreQueries(connection).transcript(id, after: max(0, before.seq), before: nil, limit: max(1, rows), bytes: bytes)
    var batch = IndexBatch(page.entries, after: before, more: page.more)
    let isFirst = before.seq < 0
    if isFirst { batch.begin() }
    if isFirst || batch.state != before {
      try commit([], doing: "indexing \(id)") { (connection) throws(StorageError) in
        let writer = IndexWriter(connection: connection, task: id)
        if isFirst { for passage in Self.ticket(of: task, records.cleaner) { try writer.add(passage) } }
        for passage in batch.passages { try writer.add(passage) }
        for (key, use) in batch.use { try writer.add(use, key, repository: task.repository.source) }
        for (phase, seconds) in batch.stays { try writer.add(seconds, in: phase) }
        try writer.set(batch.state)
      }
    }
    if !page.more { leaveIndexRound(id) }
    return indexRound.count
  }

  private func leaveIndexRound(_ id: TaskID) {
    unindexed?.remove(id)
    indexRound.removeLast()
  }

  /// How many tasks have rows that are not in the index yet, as far as is known without looking.
  package func indexBacklog() throws(StorageError) -> Int {
    try flush()
    return try backlog(opened()).count
  }

  private func backlog(_ connection: Connection) throws(StorageError) -> Set<TaskID> {
    if let unindexed { return unindexed }
    let found = try IndexQueries(connection).behind()
    unindexed = found
    return found
  }

  /// Puts a task's change into the index, in place of what was there of it; nothing happens when this tree's is there already.
  /// - Parameters:
  ///   - tree: the tree that the change leads to.
  ///   - diff: the change as git prints it; only its beginning is kept when it is long.
  /// - Throws: `unknownTask`, `full`, `busy`, `corrupt`, `failed`, `closed`.
  package func indexDiff(of id: TaskID, tree: String, diff: String, at time: Timestamp) throws(StorageError) {
    let connection = try opened()
    guard known.contains(id), let task = try StoreQueries(connection).task(id) else { throw .unknownTask(id) }
    let queries = IndexQueries(connection)
    guard try queries.tree(of: id) != tree else { return }
    let state = try queries.state(of: id) ?? IndexState(of: task)
    let passages = DiffPassages.split(records.cleaner?.text(diff) ?? diff, at: time)
    try commit([], doing: "indexing the change of \(id)") { (connection) throws(StorageError) in
      let writer = IndexWriter(connection: connection, task: id)
      try writer.removeDiff()
      for passage in passages { try writer.add(passage) }
      try writer.set(state)
      try writer.setTree(tree)
    }
    if state.seq < 0 { unindexed?.insert(id) }
  }

  private static func ticket(of task: TaskRecord, _ cleaner: StoreCleaner?) -> [Passage] {
    let words =
      [task.id.description, task.ticket.title, task.ticket.id ?? ""] + task.ticket.labels + [task.repository.name, task.engine]
    let all = [
      Passage(.title, time: task.created, text: words.filter { !$0.isEmpty }.joined(separator: " ")),
      Passage(.ticket, time: task.created, text: task.ticket.body),
    ]
    return all.filter { !$0.isEmpty }.map { passage in
      var clean = passage
      clean.text = cleaner?.text(passage.text) ?? passage.text
      return clean
    }
  }
}

internal import Model

/// The reading side, the same for the writer's connection and a reader's.
struct StoreQueries {
  /// Where to read.
  let connection: Connection
  private let records = RecordCodec()
  private let events = EventCodec()

  init(_ connection: Connection) { self.connection = connection }

  /// All tasks by id, as lists have them.
  func tasks() throws(StorageError) -> [TaskRecord] {
    connection.doing = "reading the tasks"
    let statement = try connection.statement("SELECT id, record FROM task ORDER BY id")
    defer { statement.reset() }
    var found: [TaskRecord] = []
    while try statement.step() {
      found.append(records.decode(statement.bytes(1), id: TaskID(Int(statement.integer(0)))))
    }
    return found
  }

  /// One task, whole.
  func task(_ id: TaskID) throws(StorageError) -> TaskRecord? {
    connection.doing = "reading \(id)"
    let statement = try connection.statement(
      "SELECT record, body, brief FROM task LEFT JOIN task_text ON task_text.task = task.id WHERE id = ?1")
    defer { statement.reset() }
    try statement.bind(1, Int64(id.number))
    guard try statement.step() else { return nil }
    var record = records.decode(statement.bytes(0), id: id)
    record.ticket.body = statement.text(1)
    record.brief = statement.optionalText(2)
    return record
  }

  /// The newest task that was queued with this ticket identity.
  func task(withIdentity identity: String) throws(StorageError) -> TaskID? {
    connection.doing = "looking for a ticket"
    let statement = try connection.statement("SELECT max(id) FROM task WHERE identity = ?1")
    defer { statement.reset() }
    try statement.bind(1, identity)
    guard try statement.step(), !statement.isNull(0) else { return nil }
    return TaskID(Int(statement.integer(0)))
  }

  /// Every ticket identity with its newest task.
  func ticketIdentities() throws(StorageError) -> [String: TaskID] {
    connection.doing = "reading the tickets"
    let statement = try connection.statement("SELECT identity, max(id) FROM task WHERE identity IS NOT NULL GROUP BY identity")
    defer { statement.reset() }
    var found: [String: TaskID] = [:]
    while try statement.step() { found[statement.text(0)] = TaskID(Int(statement.integer(1))) }
    return found
  }

  /// A page of a transcript; `EventReader.transcript` says how.
  func transcript(_ task: TaskID, after: Int64?, before: Int64?, limit: Int, bytes: Int) throws(StorageError) -> TranscriptPage {
    connection.doing = "reading the transcript of \(task)"
    let order = after == nil ? "DESC" : "ASC"
    let statement = try connection.statement(
      "SELECT seq, time, stream, message, start, body FROM event WHERE task = ?1 AND seq > ?2 AND seq < ?3 ORDER BY seq \(order)")
    defer { statement.reset() }
    try statement.bind(1, Int64(task.number))
    try statement.bind(2, after ?? -1)
    try statement.bind(3, before ?? .max)
    var page = TranscriptPage(entries: [], more: false)
    var held = 0
    while try statement.step() {
      held += statement.byteCount(5)
      guard page.entries.count < limit, page.entries.isEmpty || held <= bytes else {
        page.more = true
        break
      }
      page.entries.append(events.entry(statement, task: task))
    }
    if after == nil { page.entries.reverse() }
    return page
  }

  /// The number of the task's last row; nil when it has none.
  func lastSeq(of task: TaskID) throws(StorageError) -> Int64? {
    connection.doing = "reading the transcript of \(task)"
    let statement = try connection.statement("SELECT max(seq) FROM event WHERE task = ?1")
    defer { statement.reset() }
    try statement.bind(1, Int64(task.number))
    guard try statement.step(), !statement.isNull(0) else { return nil }
    return statement.integer(0)
  }

  /// The value under a key.
  func setting(_ key: String) throws(StorageError) -> String? {
    connection.doing = "reading the setting \(key)"
    let statement = try connection.statement("SELECT value FROM setting WHERE key = ?1")
    defer { statement.reset() }
    try statement.bind(1, key)
    return try statement.step() ? statement.text(0) : nil
  }

  /// What was begun and not ended, oldest first.
  func openIntents() throws(StorageError) -> [Intent] {
    connection.doing = "reading what was begun"
    let statement = try connection.statement("SELECT id, kind, task, payload, begun FROM intent ORDER BY id")
    defer { statement.reset() }
    var found: [Intent] = []
    while try statement.step() {
      found.append(
        Intent(
          id: statement.integer(0), kind: statement.text(1), task: TaskID(Int(statement.integer(2))), payload: statement.text(3),
          begun: Timestamp(milliseconds: statement.integer(4))))
    }
    return found
  }
}

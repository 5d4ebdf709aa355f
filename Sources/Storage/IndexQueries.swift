internal import Model

/// Reads how far the index is.
struct IndexQueries {
  private let connection: Connection

  init(_ connection: Connection) { self.connection = connection }

  /// The tasks with rows that are not in the index, or that are not in it at all.
  func behind() throws(StorageError) -> Set<TaskID> {
    connection.doing = "looking what is not indexed"
    let statement = try connection.statement(
      """
      SELECT id FROM task LEFT JOIN index_mark ON index_mark.task = task.id
      WHERE coalesce(seq, -1) < coalesce((SELECT max(event.seq) FROM event WHERE event.task = task.id), 0)
      """)
    defer { statement.reset() }
    var found: Set<TaskID> = []
    while try statement.step() { found.insert(TaskID(Int(statement.integer(0)))) }
    return found
  }

  /// How far a task is; nil: not at all.
  func state(of task: TaskID) throws(StorageError) -> IndexState? {
    connection.doing = "looking how far \(task) is indexed"
    let statement = try connection.statement("SELECT seq, engine, phase, since FROM index_mark WHERE task = ?1")
    defer { statement.reset() }
    try statement.bind(1, Int64(task.number))
    guard try statement.step() else { return nil }
    return IndexState(
      seq: statement.integer(0), engine: statement.text(1), phase: TaskPhase(rawValue: statement.text(2)) ?? .queued,
      since: Timestamp(milliseconds: statement.integer(3)))
  }

  /// The tree whose change is in the index; nil: none.
  func tree(of task: TaskID) throws(StorageError) -> String? {
    connection.doing = "looking whether the change of \(task) is indexed"
    let statement = try connection.statement("SELECT tree FROM index_mark WHERE task = ?1")
    defer { statement.reset() }
    try statement.bind(1, Int64(task.number))
    return try statement.step() ? statement.optionalText(0) : nil
  }
}

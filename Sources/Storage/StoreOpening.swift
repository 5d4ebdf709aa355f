internal import Glibc
internal import Model
internal import Platform

/// A store as found at start: checked, brought to the present format, and marked as in use.
struct StoreOpening {
  /// The writer's connection.
  let connection: Connection
  /// Every task in it.
  let tasks: Set<TaskID>
  /// The last row number that may have been given.
  let lastSeq: Int64
  /// What to tell the operator.
  let report: OpenReport

  /// Opens the store, or sets a damaged one aside and makes a new one.
  static func run(_ files: StoreFiles, idsAbove: Int) throws(StorageError) -> StoreOpening {
    var report = OpenReport(created: false, cleanStop: true, migratedFrom: nil, setAside: nil, remarks: [])
    switch try files.prepareDirectory() {
    case .local: break
    case .network(let kind): throw .networkFileSystem(path: files.path, kind: kind)
    case .unknown(let kind):
      report.remarks.append(
        "The store lies on a \(kind) file system; if that is on another machine, set CARREL_STATE_DIR to a local directory.")
    }
    var floor = Floor(task: Int64(idsAbove), seq: 0)
    if files.size == nil, access(files.path + "-wal", F_OK) == 0 {
      try setAside(files, because: "its main file is missing", &report)
    }
    let opening: StoreOpening
    do {
      opening = try attachWithRoom(files, floor, &report)
    } catch .corrupt(_, let reason) {
      floor.salvage(from: files)
      report.cleanStop = false
      try setAside(files, because: reason, &report)
      opening = try attach(files, floor, report)
    }
    guard files.makeBallast() else {
      var full = opening.report
      full.remarks.append("The disk has no room for the store's reserve of 8 MB (\(files.directory)); free some space.")
      return StoreOpening(connection: opening.connection, tasks: opening.tasks, lastSeq: opening.lastSeq, report: full)
    }
    return opening
  }

  /// Attaches; on a full disk the ballast that an earlier run left is given up for it.
  private static func attachWithRoom(_ files: StoreFiles, _ floor: Floor, _ report: inout OpenReport) throws(StorageError) -> StoreOpening {
    do { return try attach(files, floor, report) } catch .full where files.releaseBallast() {
      report.remarks.append("The disk is full: the store's reserve was used to open it; free some space in \(files.directory).")
      return try attach(files, floor, report)
    }
  }

  /// The numbers above which ids and rows go on.
  private struct Floor {
    var task: Int64
    var seq: Int64

    /// What a damaged store still says about them.
    mutating func salvage(from files: StoreFiles) {
      guard let connection = try? Connection(path: files.path, access: .read, doing: "reading the damaged store") else { return }
      let marks = "SELECT value FROM mark WHERE name = "
      task = max(task, (try? connection.integer(marks + "'task'")) ?? 0)
      task = max(task, (try? connection.integer("SELECT max(id) FROM task")) ?? 0)
      seq = max(seq, (try? connection.integer(marks + "'seq'")) ?? 0)
    }
  }

  private static func setAside(_ files: StoreFiles, because reason: String, _ report: inout OpenReport) throws(StorageError) {
    let target = try files.setAside(at: .now)
    report.setAside = target
    report.remarks.insert(
      "The store was damaged (\(reason)) and was set aside as \(target); a new, empty one was made. The tasks' workspaces are untouched. To go back, stop the service and put a backup in the place of \(files.path).",
      at: 0)
  }

  private static func attach(_ files: StoreFiles, _ floor: Floor, _ soFar: OpenReport) throws(StorageError) -> StoreOpening {
    var report = soFar
    if files.size == nil { try files.create() }
    let connection = try Connection(path: files.path, access: .write, doing: "opening the store \(files.path)")
    let version = Int(try connection.integer("PRAGMA user_version") ?? 0)
    let application = try connection.integer("PRAGMA application_id") ?? 0
    guard version <= Migration.current else {
      throw .newerSchema(path: files.path, found: version, ours: Migration.current)
    }
    let isNew = try connection.integer("SELECT count(*) FROM sqlite_schema") == 0
    guard isNew ? version == 0 && application == 0 : application == Migration.applicationID else { throw .foreign(path: files.path) }

    let mode = try connection.text("PRAGMA journal_mode = WAL") ?? ""
    guard mode == "wal" else {
      throw .failed(doing: connection.doing, reason: "the file system does not allow a write-ahead log, journal mode is \(mode)")
    }
    try connection.execute(
      """
      PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 1000; PRAGMA journal_size_limit = 16777216;
      PRAGMA trusted_schema = OFF;
      """)
    if isNew {
      report.created = true
    } else {
      try check(connection, &report)
    }
    try migrate(connection, from: version, &report)
    let lastSeq = try connection.transaction { () throws(StorageError) -> Int64 in
      try connection.execute(
        """
        UPDATE mark SET value = 0 WHERE name = 'clean';
        UPDATE mark SET value = max(value, \(floor.task)) WHERE name = 'task';
        UPDATE mark SET value = max(value, \(floor.seq)) WHERE name = 'seq';
        """)
      return try connection.integer("SELECT value FROM mark WHERE name = 'seq'") ?? 0
    }
    return StoreOpening(connection: connection, tasks: try tasks(connection), lastSeq: lastSeq, report: report)
  }

  /// Checks the file after an unclean stop.
  private static func check(_ connection: Connection, _ report: inout OpenReport) throws(StorageError) {
    do {
      report.cleanStop = try connection.integer("SELECT value FROM mark WHERE name = 'clean'") == 1
    } catch .failed(let doing, let reason) {
      throw .corrupt(doing: doing, reason: reason)
    }
    guard !report.cleanStop else { return }
    let said = try connection.text("PRAGMA quick_check(1)") ?? ""
    guard said == "ok" else { throw .corrupt(doing: "checking the store after an unclean stop", reason: said) }
  }

  /// Brings the file to the present format, each step in a transaction.
  private static func migrate(_ connection: Connection, from version: Int, _ report: inout OpenReport) throws(StorageError) {
    let steps = Migration.all.filter { $0.version > version }
    guard !steps.isEmpty else { return }
    if version > 0 { report.migratedFrom = version }
    connection.doing = "bringing the store up to date"
    for step in steps {
      try connection.transaction { () throws(StorageError) in
        try connection.execute(step.sql)
        try connection.execute("PRAGMA application_id = \(Migration.applicationID); PRAGMA user_version = \(step.version)")
      }
    }
  }

  private static func tasks(_ connection: Connection) throws(StorageError) -> Set<TaskID> {
    let statement = try connection.statement("SELECT id FROM task")
    defer { statement.reset() }
    var found: Set<TaskID> = []
    while try statement.step() { found.insert(TaskID(Int(statement.integer(0)))) }
    return found
  }
}

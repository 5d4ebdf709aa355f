internal import CSQLite
internal import Glibc
internal import Platform

/// One SQLite connection with its prepared statements. Not `Sendable`: belongs to one actor. Errors speak of `doing`.
final class Connection {
  /// What a connection may do.
  enum Access {
    case write, read
  }

  /// What is being done, for error texts ("saving T3").
  var doing: String
  /// The open handle.
  private let handle: OpaquePointer
  private var statements: [String: Statement] = [:]

  /// Opens the file; `.write` makes it when it is missing.
  /// - Throws: `StorageError` as SQLite reports it. A file that is no database shows only at the first statement.
  init(path: String, access: Access, doing: String) throws(StorageError) {
    self.doing = doing
    var opened: OpaquePointer?
    let mode = access == .write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
    let code = sqlite3_open_v2(path, &opened, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard let opened, code == SQLITE_OK else {
      let error = Self.error(code, handle: opened, doing: doing)
      sqlite3_close_v2(opened)
      throw error
    }
    handle = opened
    sqlite3_busy_timeout(opened, 5000)
  }

  deinit {
    for statement in statements.values { statement.finish() }
    sqlite3_close_v2(handle)
  }

  /// The statement for a text, prepared once per connection. The caller resets it after use.
  func statement(_ sql: String) throws(StorageError) -> Statement {
    if let known = statements[sql] { return known }
    var prepared: OpaquePointer?
    let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
    guard code == SQLITE_OK, let prepared else { throw error(code) }
    let statement = Statement(prepared, connection: self)
    statements[sql] = statement
    return statement
  }

  /// Runs statements that take and give nothing.
  func execute(_ sql: String) throws(StorageError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code) }
  }

  /// The first column of the first row; nil when there is no row.
  func text(_ sql: String) throws(StorageError) -> String? {
    let statement = try statement(sql)
    defer { statement.reset() }
    return try statement.step() ? statement.text(0) : nil
  }

  /// The first column of the first row as a number; nil when there is no row.
  func integer(_ sql: String) throws(StorageError) -> Int64? {
    let statement = try statement(sql)
    defer { statement.reset() }
    return try statement.step() ? statement.integer(0) : nil
  }

  /// Runs `body` in one transaction that holds the write lock from the start; all of it is kept, or nothing.
  func transaction<Value>(_ body: () throws(StorageError) -> Value) throws(StorageError) -> Value {
    try step("BEGIN IMMEDIATE")
    do {
      let value = try body()
      try step("COMMIT")
      return value
    } catch {
      // A full disk may have rolled back already.
      if sqlite3_get_autocommit(handle) == 0 { try? step("ROLLBACK") }
      throw error
    }
  }

  /// Runs a statement without values.
  private func step(_ sql: String) throws(StorageError) {
    let statement = try statement(sql)
    defer { statement.reset() }
    _ = try statement.step()
  }

  /// Rows that the last statement changed.
  var changes: Int { Int(sqlite3_changes(handle)) }

  /// The number of the row that was inserted last.
  var lastRow: Int64 { sqlite3_last_insert_rowid(handle) }

  /// What a result code means.
  func error(_ code: Int32) -> StorageError { Self.error(code, handle: handle, doing: doing) }

  private static func error(_ code: Int32, handle: OpaquePointer?, doing: String) -> StorageError {
    let system = handle.map { sqlite3_system_errno($0) } ?? 0
    let said = handle.flatMap { sqlite3_errmsg($0) } ?? sqlite3_errstr(code)
    let reason = said.map { String(cString: $0) } ?? "SQLite error \(code)"
    switch code & 0xFF {
    case SQLITE_FULL: return .full(doing: doing)
    case SQLITE_IOERR where system == ENOSPC || system == EDQUOT: return .full(doing: doing)
    case SQLITE_BUSY, SQLITE_LOCKED: return .busy(doing: doing)
    case SQLITE_CORRUPT, SQLITE_NOTADB: return .corrupt(doing: doing, reason: reason)
    case SQLITE_IOERR, SQLITE_CANTOPEN:
      let detail = system == 0 ? "" : ": " + PlatformError.reason(system)
      return .failed(doing: doing, reason: "\(reason), code \(code)\(detail)")
    default: return .failed(doing: doing, reason: "\(reason), code \(code)")
    }
  }
}

internal import CSQLite
internal import FoundationEssentials

/// A prepared statement of a `Connection`; lives as long as it. Columns count from 0, parameters from 1.
final class Statement {
  private let handle: OpaquePointer
  private unowned let connection: Connection

  init(_ handle: OpaquePointer, connection: Connection) {
    self.handle = handle
    self.connection = connection
  }

  /// Ends the statement; nothing else may be called afterwards.
  func finish() { sqlite3_finalize(handle) }

  /// Binds a number, or NULL.
  func bind(_ index: Int32, _ value: Int64?) throws(StorageError) {
    try check(value.map { sqlite3_bind_int64(handle, index, $0) } ?? sqlite3_bind_null(handle, index))
  }

  /// Binds a number with a fraction.
  func bind(_ index: Int32, real value: Double) throws(StorageError) { try check(sqlite3_bind_double(handle, index, value)) }

  /// Binds a text, or NULL.
  func bind(_ index: Int32, _ value: String?) throws(StorageError) {
    guard var value else { return try check(sqlite3_bind_null(handle, index)) }
    try check(value.withUTF8 { csqlite_bind_text(handle, index, $0.baseAddress, UInt64($0.count)) })
  }

  /// Binds UTF-8 bytes as a text.
  func bind(_ index: Int32, utf8 value: Data) throws(StorageError) {
    try check(value.withUnsafeBytes { csqlite_bind_text(handle, index, $0.baseAddress, UInt64($0.count)) })
  }

  /// Goes to the next row, or runs the change; false when there is no row (left).
  func step() throws(StorageError) -> Bool {
    let code = sqlite3_step(handle)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw connection.error(code)
    }
  }

  /// Makes the statement ready for its next use.
  func reset() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  /// Whether the column holds NULL.
  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  /// The column as a number.
  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  /// The column as a number with a fraction.
  func real(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }

  /// The column as text; broken UTF-8 is repaired.
  func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(handle, column) else { return "" }
    return String(decoding: UnsafeBufferPointer(start: start, count: byteCount(column)), as: UTF8.self)
  }

  /// The column as text, or nil for NULL.
  func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

  /// The bytes of a text column.
  func bytes(_ column: Int32) -> Data {
    guard let start = sqlite3_column_text(handle, column) else { return Data() }
    return Data(bytes: start, count: byteCount(column))
  }

  /// How many bytes the column holds.
  func byteCount(_ column: Int32) -> Int { Int(sqlite3_column_bytes(handle, column)) }

  private func check(_ code: Int32) throws(StorageError) {
    guard code == SQLITE_OK else { throw connection.error(code) }
  }
}

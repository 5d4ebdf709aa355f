import Glibc
import Model
import Testing

@testable import Storage

@Suite("Opening the store")
struct StoreOpeningTests {
  private func spoil(_ path: String, at offset: Int, _ bytes: [UInt8]) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    try #require(pwrite(descriptor, bytes, bytes.count, off_t(offset)) == bytes.count)
  }

  @Test("The files are for the user alone, and the settings are those that keep what was acknowledged")
  func settings() async throws {
    let folder = try StoreFolder()
    let path = folder.path + "/state/carrel.db"
    let (log, _) = try await EventLog.open(path: path)
    _ = try await oneTask(log)
    #expect(StoreFolder.names(folder.path + "/state") == ["carrel.db", "carrel.db-shm", "carrel.db-wal", "carrel.db.ballast"])
    for name in StoreFolder.names(folder.path + "/state") {
      var status = stat()
      #expect(stat("\(folder.path)/state/\(name)", &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600, "\(name)")
    }
    let connection = try #require(await log.connection(for: "PRAGMA synchronous"))
    #expect(connection == "2")
    #expect(await log.connection(for: "PRAGMA journal_mode") == "wal")
    #expect(await log.connection(for: "PRAGMA foreign_keys") == "1")
    #expect(await log.connection(for: "PRAGMA busy_timeout") == "5000")
    #expect(await log.releaseBallast())
    #expect(await !log.releaseBallast())
    #expect(await log.restoreBallast())
    try await log.close()
    #expect(StoreFolder.names(folder.path + "/state") == ["carrel.db", "carrel.db.ballast"])
  }

  @Test("F41: a newer format is refused and left as it is")
  func newerFormat() async throws {
    let folder = try StoreFolder()
    let (log, _) = try await EventLog.open(path: folder.database)
    try await log.close()
    _ = try sql(folder.database, "PRAGMA user_version = 99")
    await #expect(throws: StorageError.newerSchema(path: folder.database, found: 99, ours: Migration.current)) {
      _ = try await EventLog.open(path: folder.database)
    }
    #expect(try sql(folder.database, "PRAGMA user_version") == "99")
    #expect(folder.names.filter { $0.contains("broken") }.isEmpty)
  }

  @Test("Another program's database is refused and left as it is")
  func foreign() async throws {
    let folder = try StoreFolder()
    _ = try sql(folder.database, "CREATE TABLE theirs (x)")
    await #expect(throws: StorageError.foreign(path: folder.database)) { _ = try await EventLog.open(path: folder.database) }
    #expect(try sql(folder.database, "SELECT count(*) FROM theirs") == "0")
  }

  @Test("F10: a file that is no database is set aside, whole, and said")
  func noDatabase() async throws {
    let folder = try StoreFolder()
    let garbage = Array("this is not a database, but somebody may want it back".utf8)
    try spoil(folder.database, at: 0, garbage)
    let (log, report) = try await EventLog.open(path: folder.database)
    let aside = try #require(report.setAside)
    #expect(aside.hasPrefix(folder.database + ".broken-"))
    #expect(report.remarks.first?.contains(aside) == true)
    #expect(!report.cleanStop)
    var status = stat()
    #expect(stat(aside, &status) == 0)
    #expect(Int(status.st_size) == garbage.count)
    #expect(try await oneTask(log) == TaskID(1))
    try await log.close()
  }

  @Test("A damaged store is set aside after an unclean stop; ids and row numbers go on above its own")
  func damaged() async throws {
    let folder = try StoreFolder()
    let (log, _) = try await EventLog.open(path: folder.database)
    _ = try await log.insertTasks(identities: ["", "", ""]) { $0.map { record($0) } }
    let rows = try await log.append(TaskID(1), (0..<500).map { .note(.info, "row \($0) of many") }, at: moment(1))
    try await log.close()
    _ = try sql(folder.database, "UPDATE mark SET value = 0 WHERE name = 'clean'")
    let root = Int(try sql(folder.database, "SELECT rootpage FROM sqlite_schema WHERE name = 'event'") ?? "") ?? 0
    try #require(root > 1)
    try spoil(folder.database, at: (root - 1) * 4096, Array(repeating: 0xA5, count: 4096))

    let (next, report) = try await EventLog.open(path: folder.database)
    let aside = try #require(report.setAside)
    #expect(folder.names.contains { aside.hasSuffix($0) })
    #expect(try await next.tasks().isEmpty)
    #expect(try await oneTask(next) == TaskID(4))
    #expect(try await next.append(TaskID(4), [.note(.info, "new")], at: moment(2))[0].seq > (rows.last?.seq ?? .max))
    try await next.close()

    // Setting aside twice in a second keeps both.
    try spoil(folder.database, at: 0, Array(repeating: 1, count: 100))
    let (third, second) = try await EventLog.open(path: folder.database)
    #expect(second.setAside != nil && second.setAside != aside)
    #expect(folder.names.filter { $0.contains(".broken-") && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }.count == 2)
    try await third.close()
  }

  @Test("A log whose database is gone is set aside too")
  func orphanedLog() async throws {
    let folder = try StoreFolder()
    try spoil(folder.database + "-wal", at: 0, Array(repeating: 7, count: 5000))
    let (log, report) = try await EventLog.open(path: folder.database)
    let aside = try #require(report.setAside)
    #expect(folder.names.contains { $0.hasSuffix("-wal") && "\(folder.path)/\($0)" == aside + "-wal" })
    try await log.close()
  }

  @Test("F10: a directory that cannot be had is an error, not an empty store")
  func noDirectory() async throws {
    let folder = try StoreFolder()
    await #expect(throws: StorageError.self) { _ = try await EventLog.open(path: folder.path + "/a/b/carrel.db") }
    await #expect(throws: StorageError.self) { _ = try await EventLog.open(path: folder.path) }
  }

  @Test("File systems of other machines are known by their numbers")
  func fileSystems() throws {
    #expect(FileSystemKind(magic: 0x6969) == .network("NFS"))
    #expect(FileSystemKind(magic: 0xFE53_4D42) == .network("SMB"))
    #expect(FileSystemKind(magic: 0x6573_5546) == .unknown("FUSE"))
    #expect(FileSystemKind(magic: 0xEF53) == .local)
    #expect(try FileSystemKind.of(directory: "/proc") == .local)
    let text = StorageError.networkFileSystem(path: "/n/carrel.db", kind: "NFS").text
    #expect(text.contains("/n/carrel.db") && text.contains("NFS") && text.contains("CARREL_STATE_DIR"))
  }

  @Test("Backups are whole stores, and only the newest are kept")
  func backups() async throws {
    let folder = try StoreFolder()
    let (log, _) = try await EventLog.open(path: folder.database)
    let id = try await oneTask(log)
    _ = try await log.appendDeferred(id, [.delta(messageID: "m", stream: .text, offset: 0, text: "late")], at: moment(1))
    let directory = folder.path + "/backups"
    let path = try await log.backup(into: directory)
    #expect(StoreFolder.names(directory).map { "\(directory)/\($0)" } == [path])
    #expect(try sql(path, "PRAGMA integrity_check") == "ok")
    #expect(try sql(path, "SELECT body FROM event") == "late")
    for old in ["carrel-20250101T000000Z.db", "carrel-20250102T000000Z.db", "carrel-20250103T000000Z.db", "notes.txt"] {
      try spoil("\(directory)/\(old)", at: 0, [1])
    }
    let last = try await log.backup(into: directory)
    let left = StoreFolder.names(directory)
    #expect(left.contains("notes.txt"))
    #expect(left.contains { last.hasSuffix($0) })
    #expect(left.filter { $0.hasPrefix("carrel-") }.count == 3)
    #expect(!left.contains("carrel-20250101T000000Z.db"))
    let (restored, report) = try await EventLog.open(path: last)
    #expect(report.setAside == nil)
    #expect(try await restored.tasks().map(\.id) == [id])
    try await restored.close()
    await #expect(throws: StorageError.self) { _ = try await log.backup(into: folder.path + "/no/such") }
    try await log.close()
  }
}

extension EventLog {
  /// What a statement says on the writer's own connection.
  func connection(for statement: String) -> String? { try? connection?.text(statement) }
}

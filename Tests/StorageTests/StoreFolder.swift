import Glibc
import Model
import Synchronization
import Testing

@testable import Storage

/// A private directory for the files of one test; gone with the value.
final class StoreFolder: Sendable {
  private static let count = Atomic<Int>(0)

  /// The directory.
  let path: String

  /// A new directory, in memory where that is possible.
  init(on base: String? = nil) throws {
    let number = Self.count.add(1, ordering: .relaxed).newValue
    let temporary = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    let base = base ?? (access("/dev/shm", W_OK) == 0 ? "/dev/shm" : temporary)
    path = "\(base)/carrel-storage-\(getpid())-\(number)"
    try #require(mkdir(path, 0o700) == 0)
  }

  deinit { Self.remove(path) }

  /// The store's database.
  var database: String { path + "/carrel.db" }

  /// The names in the directory, sorted.
  var names: [String] { Self.names(path) }

  static func names(_ directory: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var found: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { found.append(name) }
    }
    return found.sorted()
  }

  private static func remove(_ directory: String) {
    for name in names(directory) where unlink("\(directory)/\(name)") != 0 { remove("\(directory)/\(name)") }
    rmdir(directory)
  }
}

/// A moment in tests.
func moment(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

/// A record as intake would make it.
func record(_ id: TaskID, title: String = "Fix it", body: String = "the body") -> TaskRecord {
  TaskRecord(
    id: id, ticket: Ticket(title: title, body: body, labels: ["bug"]),
    repository: RepositoryLocation(source: "/src/app", publishTo: "/src/app"),
    engine: "claude", dependsOn: [], created: moment(1000))
}

/// Puts one task into a store.
func oneTask(_ log: EventLog) async throws -> TaskID {
  let made = try await log.insertTasks(identities: [""]) { $0.map { record($0) } }
  return try #require(made.first).id
}

/// A statement run by a connection of the test's own, to look at or spoil what is stored.
func sql(_ path: String, _ statement: String) throws -> String? {
  let connection = try Connection(path: path, access: .write, doing: "a test's statement")
  return try connection.text(statement)
}

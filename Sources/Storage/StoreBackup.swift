internal import Glibc
internal import Model

/// Copies of the store in a directory, the newest few of which are kept.
struct StoreBackup {
  /// Where they lie.
  let directory: String
  /// How many are kept; at least one.
  let keep: Int

  /// Writes a copy and removes old ones.
  func write(from connection: Connection, at time: Timestamp) throws(StorageError) -> String {
    connection.doing = "writing a backup of the store into \(directory)"
    if mkdir(directory, 0o700) != 0, errno != EEXIST {
      throw .failed(doing: connection.doing, reason: StoreFiles.systemReason())
    }
    let target = "\(directory)/carrel-\(StoreFiles.stamp(time)).db"
    let partial = target + ".partial"
    unlink(partial)
    do throws(StorageError) {
      try connection.execute("PRAGMA query_only = OFF")
      defer { try? connection.execute("PRAGMA query_only = ON") }
      let statement = try connection.statement("VACUUM INTO ?1")
      defer { statement.reset() }
      try statement.bind(1, partial)
      _ = try statement.step()
      try synchronise(partial, connection.doing)
      guard rename(partial, target) == 0 else { throw StorageError.failed(doing: connection.doing, reason: StoreFiles.systemReason()) }
      try synchronise(directory, connection.doing)
    } catch {
      unlink(partial)
      throw error
    }
    for name in names().dropLast(max(1, keep)) { unlink("\(directory)/\(name)") }
    return target
  }

  /// The copies' names, oldest first.
  private func names() -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var found: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.utf8.count == 26, name.hasPrefix("carrel-"), name.hasSuffix("Z.db") { found.append(name) }
    }
    return found.sorted()
  }

  private func synchronise(_ path: String, _ doing: String) throws(StorageError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .failed(doing: doing, reason: StoreFiles.systemReason()) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .failed(doing: doing, reason: StoreFiles.systemReason()) }
  }
}

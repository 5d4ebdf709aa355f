internal import Glibc
internal import Model
internal import Platform

/// The files of one store: the database, SQLite's two beside it, and the ballast that is given up when the disk is full.
struct StoreFiles {
  /// The database.
  let path: String

  /// Space that `releaseBallast` gives back, so that a last state can be saved on a full disk.
  static let ballastBytes: Int64 = 8 << 20

  /// The ballast.
  var ballast: String { path + ".ballast" }

  /// The directory that holds the files.
  var directory: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes the directory (0700) when it is missing, and says what it lies on.
  func prepareDirectory() throws(StorageError) -> FileSystemKind {
    if mkdir(directory, 0o700) != 0, errno != EEXIST {
      throw .failed(doing: "making the directory \(directory)", reason: Self.systemReason())
    }
    return try FileSystemKind.of(directory: directory)
  }

  /// The size of the database in bytes; nil when there is none.
  var size: Int64? {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : nil
  }

  /// Makes the database file, so that it and what SQLite puts beside it are for the user alone.
  func create() throws(StorageError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .failed(doing: "making the store \(path)", reason: Self.systemReason()) }
    close(descriptor)
  }

  /// Renames the database and its log to `….broken-<time>`, without replacing anything.
  /// - Returns: the new path of the database.
  func setAside(at time: Timestamp) throws(StorageError) -> String {
    let stamp = Self.stamp(time)
    var target = "\(path).broken-\(stamp)"
    var number = 1
    while access(target, F_OK) == 0 {
      number += 1
      target = "\(path).broken-\(stamp)-\(number)"
    }
    for suffix in ["", "-wal", "-shm"] where rename(path + suffix, target + suffix) != 0 && errno != ENOENT {
      throw .failed(doing: "setting the damaged store \(path) aside", reason: Self.systemReason())
    }
    return target
  }

  /// Makes the ballast when it is missing and three times as much stays free. False when it could not be had.
  func makeBallast() -> Bool {
    if access(ballast, F_OK) == 0 { return true }
    var space = statvfs()
    guard statvfs(directory, &space) == 0, Int64(space.f_bavail) * Int64(space.f_frsize) >= 4 * Self.ballastBytes else { return false }
    let descriptor = open(ballast, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    if posix_fallocate(descriptor, 0, off_t(Self.ballastBytes)) == 0 { return true }
    unlink(ballast)
    return false
  }

  /// Gives the ballast's space back; false when there was none.
  func releaseBallast() -> Bool { unlink(ballast) == 0 }

  /// `20261102T093000Z`.
  static func stamp(_ time: Timestamp) -> String { time.description.filter { $0 != "-" && $0 != ":" } }

  /// What the last system call said.
  static func systemReason() -> String { PlatformError.reason(errno) }
}

internal import Glibc

/// Bytes: how much is free, how much a tree takes. Blocks.
enum DiskSpace {
  /// Bytes free for us on the file system of a path; nil when it cannot be asked.
  static func free(at path: String) -> Int64? {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    return Int64(clamping: UInt64(status.f_bavail) &* UInt64(status.f_frsize))
  }

  /// Bytes on disk of a directory and all that is in it, links not followed, at most so many levels deep.
  static func used(by path: String, depthLimit: Int = 300) -> Int64 {
    guard case .success(let root) = OpenDirectory.open(path) else { return 0 }
    return used(by: root, depth: depthLimit)
  }

  private static func used(by directory: OpenDirectory, depth: Int) -> Int64 {
    guard depth > 0, case .success(let names) = directory.names() else { return 0 }
    var sum: Int64 = 0
    for name in names {
      guard let stamp = directory.stat(name) else { continue }
      sum += stamp.allocated
      if stamp.kind == .directory, case .success(let child) = directory.directory(name) { sum += used(by: child, depth: depth - 1) }
    }
    return sum
  }
}

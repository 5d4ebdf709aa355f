internal import CSystem
internal import Glibc

/// How much is free, how much a tree takes. Blocks.
enum DiskSpace {
  /// Bytes free for us on the file system of a path; nil when it cannot be asked.
  static func free(at path: String) -> Int64? { room(at: path)?.bytes }

  /// Bytes and files free for us on the file system of a path; nil when it cannot be asked.
  static func room(at path: String) -> DiskRoom? {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    let bytes = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
    // btrfs and a few others make inodes as they need them and say 0.
    return DiskRoom(
      bytes: bytes.overflow ? .max : Int64(clamping: bytes.partialValue),
      files: status.f_files == 0 ? nil : Int64(clamping: UInt64(status.f_favail)))
  }

  /// Whether files can share blocks where a path is.
  static func canShare(at path: String) -> Bool {
    guard case .success(let directory) = OpenDirectory.open(path) else { return false }
    return cs_can_clone(directory.descriptor) == 1
  }

  /// Bytes on disk that only this directory tree holds: blocks that it shares with other trees (FIEMAP) and files that have a name elsewhere too are not counted. Links are
  /// not followed; at most so many levels deep.
  static func used(by path: String, depthLimit: Int = 300) -> Int64 {
    guard case .success(let root) = OpenDirectory.open(path) else { return 0 }
    var count = Count(asksForShared: cs_can_clone(root.descriptor) == 1)
    count.add(root, depth: depthLimit)
    return count.bytes + count.linked.values.reduce(0) { $0 + ($1.seen >= $1.names ? $1.bytes : 0) }
  }

  private struct Count {
    let asksForShared: Bool
    var bytes: Int64 = 0
    var linked: [UInt64: (seen: UInt64, names: UInt64, bytes: Int64)] = [:]

    init(asksForShared: Bool) { self.asksForShared = asksForShared }

    mutating func add(_ directory: OpenDirectory, depth: Int) {
      guard depth > 0, case .success(let names) = directory.names() else { return }
      for name in names {
        var status = stat()
        guard directory.withName(name, { fstatat(directory.descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) }) == 0 else { continue }
        let stamp = FileStamp(status)
        switch stamp.kind {
        case .directory:
          bytes += stamp.allocated
          if case .success(let child) = directory.directory(name) { add(child, depth: depth - 1) }
        case .regular where status.st_nlink > 1:
          let known = linked[stamp.inode]?.seen ?? 0
          linked[stamp.inode] = (known + 1, UInt64(status.st_nlink), own(stamp, name, directory))
        case .regular: bytes += own(stamp, name, directory)
        case .link, .special: bytes += stamp.allocated
        }
      }
    }

    private func own(_ stamp: FileStamp, _ name: [UInt8], _ directory: OpenDirectory) -> Int64 {
      guard asksForShared, stamp.allocated > 0 else { return stamp.allocated }
      let file = directory.withName(name) { openat(directory.descriptor, $0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
      guard file >= 0 else { return stamp.allocated }
      defer { close(file) }
      return max(0, stamp.allocated - cs_shared_bytes(file))
    }
  }
}

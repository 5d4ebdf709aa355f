internal import Glibc
internal import Platform

/// An open directory of which everything below is reached by name and never through a symbolic link. Blocks: use it on a thread of our
/// own. Closed when it is no longer used.
final class OpenDirectory {
  let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Opens a directory by its absolute path; the last component may not be a link. Nil and `errno` when that fails.
  static func open(_ path: String) -> Result<OpenDirectory, SystemFailure> {
    let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    return descriptor < 0 ? .failure(SystemFailure(errno)) : .success(OpenDirectory(descriptor: descriptor))
  }

  /// Opens a directory in this one.
  func directory(_ name: [UInt8]) -> Result<OpenDirectory, SystemFailure> {
    let opened = withName(name) { Glibc.openat(descriptor, $0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK) }
    return opened < 0 ? .failure(SystemFailure(errno)) : .success(OpenDirectory(descriptor: opened))
  }

  /// As `directory`, but gives us the rights to first when they are missing: what a process of ours closes to us hides nothing.
  func openedDirectory(_ name: [UInt8]) -> Result<OpenDirectory, SystemFailure> {
    let result = directory(name)
    guard case .failure(let reason) = result, reason.code == EACCES else { return result }
    _ = withName(name) { fchmodat(descriptor, $0, 0o700, AT_SYMLINK_NOFOLLOW) }
    return directory(name)
  }

  /// Opens a directory below this one, component by component.
  func descend(_ path: TreePath) -> Result<OpenDirectory, SystemFailure> {
    var current = self
    for part in path.bytes.split(separator: UInt8(ascii: "/")) {
      switch current.openedDirectory(Array(part)) {
      case .success(let next): current = next
      case .failure(let failure): return .failure(failure)
      }
    }
    return .success(current)
  }

  /// What a name in this directory is; nil when it is gone.
  func stat(_ name: [UInt8]) -> FileStamp? {
    var status = Glibc.stat()
    return withName(name) { fstatat(descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) } == 0 ? FileStamp(status) : nil
  }

  /// What this directory is.
  func stat() -> FileStamp? {
    var status = Glibc.stat()
    return fstat(descriptor, &status) == 0 ? FileStamp(status) : nil
  }

  /// The names in it without `.` and `..`, unsorted, at most so many.
  func names(limit: Int = .max) -> Result<[[UInt8]], SystemFailure> {
    let copy = Glibc.openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0 else { return .failure(SystemFailure(errno)) }
    guard let stream = fdopendir(copy) else {
      let failure = SystemFailure(errno)
      close(copy)
      return .failure(failure)
    }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while names.count < limit, let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in Array(bytes.prefix { $0 != 0 }) }
      if name != [46], name != [46, 46] { names.append(name) }
    }
    return .success(names)
  }

  /// Reads a regular file: its bytes, and what it was before and after. Nil when it is gone, is something else now, or is larger than
  /// the limit. A file that grows while it is read is cut at the limit.
  func read(_ name: [UInt8], limit: Int) -> (bytes: [UInt8], stamp: FileStamp, isStable: Bool)? {
    func open() -> Int32 {
      withName(name) { Glibc.openat(descriptor, $0, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
    }
    var file = open()
    if file < 0, errno == EACCES, let stamp = stat(name), stamp.kind == .regular {
      _ = withName(name) { fchmodat(descriptor, $0, mode_t(stamp.mode & 0o7777 | 0o400), AT_SYMLINK_NOFOLLOW) }
      file = open()
    }
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = Glibc.stat()
    guard fstat(file, &status) == 0 else { return nil }
    let before = FileStamp(status)
    guard before.kind == .regular, before.size <= limit else { return nil }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: max(4096, min(Int(before.size) + 1, 1 << 20)))
    while bytes.count <= limit {
      let count = Glibc.read(file, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    guard bytes.count <= limit, fstat(file, &status) == 0 else { return nil }
    return (bytes, before, FileStamp(status) == before && Int64(bytes.count) == before.size)
  }

  /// The target of a symbolic link; nil when it is none.
  func link(_ name: [UInt8]) -> [UInt8]? {
    var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = withName(name) { readlinkat(descriptor, $0, &target, target.count) }
    return count < 0 ? nil : target[..<count].map { UInt8(bitPattern: $0) }
  }

  /// Calls the body with the name as a C string.
  func withName<Result>(_ name: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    name.map { CChar(bitPattern: $0) }.withCString(body)
  }
}

extension Array where Element == CChar {
  /// Calls the body with these bytes and a zero behind them.
  fileprivate func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    (self + [0]).withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return "".withCString(body) }
      return body(base)
    }
  }
}

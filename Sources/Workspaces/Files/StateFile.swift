internal import Glibc

/// Small files and directories of our own state. Blocks for microseconds: what is large goes through `runBlocking`.
enum StateFile {
  /// Makes a directory of mode 0700 where none is. An existing one has to be a directory and no link.
  static func makeDirectory(_ path: String) throws(WorkspaceError) {
    if mkdir(path, 0o700) == 0 { return }
    let reason = SystemFailure(errno)
    var status = stat()
    if reason.code == EEXIST, lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
    throw reason.error("making the directory \(path)")
  }

  /// Makes a directory of mode 0700 and the missing ones above it.
  static func makeDirectories(_ path: String) throws(WorkspaceError) {
    var built = ""
    let parts = path.split(separator: "/")
    for (index, part) in parts.enumerated() {
      built += "/" + part
      var status = stat()
      if index < parts.count - 1, stat(built, &status) == 0 { continue }
      try makeDirectory(built)
    }
  }

  /// Makes a directory that may not exist yet.
  static func makeNewDirectory(_ path: String) throws(WorkspaceError) {
    guard mkdir(path, 0o700) == 0 else { throw SystemFailure(errno).error("making the directory \(path)") }
  }

  /// Closes a directory of ours to everybody else.
  static func close(_ path: String) throws(WorkspaceError) {
    guard chmod(path, 0o700) == 0 else { throw SystemFailure(errno).error("making the directory \(path)") }
  }

  /// Writes a file of mode 0600 so that it is there whole or not at all.
  /// - Parameter isDurable: whether it and its name survive a power cut.
  static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o600, isDurable: Bool = false) throws(WorkspaceError) {
    let doing = "writing \(path)"
    let partial = "\(path).\(token()).part"
    let file = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard file >= 0 else { throw SystemFailure(errno).error(doing) }
    var failure: SystemFailure?
    var rest = bytes[...]
    while !rest.isEmpty, failure == nil {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { failure = SystemFailure(errno) }
    }
    if failure == nil, isDurable, fsync(file) != 0 { failure = SystemFailure(errno) }
    if Glibc.close(file) != 0, failure == nil { failure = SystemFailure(errno) }
    if failure == nil, rename(partial, path) != 0 { failure = SystemFailure(errno) }
    if let failure {
      unlink(partial)
      throw failure.error(doing)
    }
    if isDurable { syncDirectory(of: path) }
  }

  /// The bytes of a regular file of at most so many bytes; nil when there is none.
  static func read(_ path: String, limit: Int = 64 << 20) -> [UInt8]? {
    guard let slash = path.lastIndex(of: "/"), case .success(let directory) = OpenDirectory.open(String(path[...slash])) else { return nil }
    return directory.read(Array(path[path.index(after: slash)...].utf8), limit: limit)?.bytes
  }

  /// The first line of a file of the kernel, which says size 0; at most 4095 bytes.
  static func firstLine(_ path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { Glibc.close(file) }
    var bytes = [UInt8](repeating: 0, count: 4095)
    let count = Glibc.read(file, &bytes, bytes.count)
    return count > 0 ? String(decoding: bytes[..<count].prefix { $0 != 10 }, as: UTF8.self) : nil
  }

  /// Whether anything, also a dangling link, has this path.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Whether the path leads to a directory.
  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether the path is a directory and no link to one.
  static func isRealDirectory(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Renames; the target is replaced when it is a file.
  static func move(_ from: String, to target: String) throws(WorkspaceError) {
    guard rename(from, target) == 0 else { throw SystemFailure(errno).error("moving \(from) to \(target)") }
  }

  /// Deletes a file that may be gone already.
  static func deleteFile(_ path: String) { unlink(path) }

  /// The names in a directory, sorted; empty when there is none.
  static func names(in path: String) -> [String] {
    guard case .success(let directory) = OpenDirectory.open(path), case .success(let names) = directory.names() else { return [] }
    return names.compactMap { String(validating: $0, as: UTF8.self) }.sorted()
  }

  /// 16 random hexadecimal digits.
  static func token() -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Makes the name of a file survive a power cut.
  static func syncDirectory(of path: String) {
    guard let slash = path.lastIndex(of: "/"), case .success(let directory) = OpenDirectory.open(String(path[...slash])) else { return }
    fsync(directory.descriptor)
  }
}

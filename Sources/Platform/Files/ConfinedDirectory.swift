internal import CSystem
internal import Glibc

/// A directory in which files are read and written by paths that came from outside: nothing in a path, neither ".." nor a symbolic link, leads out of it
/// (openat2(2), RESOLVE_BENEATH). Everything here blocks shortly; call it inside `runBlocking`.
package struct ConfinedDirectory: Hashable, Sendable {
  /// The directory; symbolic links in this path are followed.
  package let root: String

  /// A directory, which need not exist yet.
  package init(_ root: String) { self.root = root }

  /// The whole of a regular file. `path` is relative to the directory, or absolute and inside of it.
  /// - Throws: `PlatformError.io`, also when the path leads out, when it is no regular file, or when it is longer than `limit` bytes.
  package func read(_ path: String, limit: Int) throws(PlatformError) -> [UInt8] {
    let doing = "reading \(path)"
    let directory = try openRoot(doing)
    defer { close(directory) }
    let fd = try openFile(directory, try inside(path, doing), O_RDONLY | O_NONBLOCK, doing)
    defer { close(fd) }
    try requireRegular(fd, doing)
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(fd, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .io(doing: doing, reason: PlatformError.reason(errno)) }
      if count == 0 { return all }
      guard all.count + count <= limit else { throw .io(doing: doing, reason: "it is longer than \(limit) bytes") }
      all += buffer[..<count]
    }
  }

  /// Writes a regular file as a whole and keeps its mode; a new one gets mode 0644, and the directories above it where they are missing. Says whether it is new.
  /// - Throws: `PlatformError.io`, also when the path leads out or when there is something else than a regular file.
  package func write(_ bytes: [UInt8], to path: String) throws(PlatformError) -> Bool {
    let doing = "writing \(path)"
    let relative = try inside(path, doing)
    let directory = try openRoot(doing)
    defer { close(directory) }
    var fd = cs_open_beneath(directory, relative, O_WRONLY | O_NONBLOCK, 0)
    let isNew = fd == -ENOENT
    if isNew {
      try makeParents(of: relative, in: directory, doing)
      fd = cs_open_beneath(directory, relative, O_WRONLY | O_NONBLOCK | O_CREAT, 0o644)
    }
    guard fd >= 0 else { throw .io(doing: doing, reason: Self.reason(fd)) }
    defer { close(fd) }
    try requireRegular(fd, doing)
    guard ftruncate(fd, 0) == 0, Files.write(bytes, to: fd) else { throw .io(doing: doing, reason: PlatformError.reason(errno)) }
    return isNew
  }

  /// The path as seen from the directory, by its text alone.
  private func inside(_ path: String, _ doing: String) throws(PlatformError) -> String {
    guard !path.utf8.contains(0) else { throw .io(doing: doing, reason: "the path has a zero byte in it") }
    guard path.hasPrefix("/") else { return path }
    for root in [root, Files.realPath(root) ?? root] where path.hasPrefix(root + "/") {
      let rest = path.dropFirst(root.count).drop { $0 == "/" }
      if !rest.isEmpty { return String(rest) }
    }
    throw .io(doing: doing, reason: "it is outside of \(root)")
  }

  private func openRoot(_ doing: String) throws(PlatformError) -> Int32 {
    let fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard fd >= 0 else { throw .io(doing: doing, reason: PlatformError.reason(errno)) }
    return fd
  }

  private func openFile(_ directory: Int32, _ relative: String, _ flags: Int32, _ doing: String) throws(PlatformError) -> Int32 {
    let fd = cs_open_beneath(directory, relative, flags, 0)
    guard fd >= 0 else { throw .io(doing: doing, reason: Self.reason(fd)) }
    return fd
  }

  private func requireRegular(_ fd: Int32, _ doing: String) throws(PlatformError) {
    var found = stat()
    guard fstat(fd, &found) == 0 else { throw .io(doing: doing, reason: PlatformError.reason(errno)) }
    guard found.st_mode & S_IFMT == S_IFREG else { throw .io(doing: doing, reason: "it is no regular file") }
  }

  private func makeParents(of relative: String, in directory: Int32, _ doing: String) throws(PlatformError) {
    let parts = relative.split(separator: "/").dropLast()
    guard !parts.isEmpty else { return }
    var above = ""
    for part in parts {
      let here = above.isEmpty ? String(part) : "\(above)/\(part)"
      let found = cs_open_beneath(directory, here, O_RDONLY | O_DIRECTORY, 0)
      if found >= 0 { close(found) }
      if found == -ENOENT {
        let parent = above.isEmpty ? cs_duplicate(directory, 3) : cs_open_beneath(directory, above, O_RDONLY | O_DIRECTORY, 0)
        guard parent >= 0 else { throw .io(doing: doing, reason: Self.reason(parent)) }
        defer { close(parent) }
        if mkdirat(parent, String(part), 0o755) != 0 && errno != EEXIST { throw .io(doing: doing, reason: PlatformError.reason(errno)) }
      } else if found < 0 {
        throw .io(doing: doing, reason: Self.reason(found))
      }
      above = here
    }
  }

  /// The kernel's word for a path that leads out is "Invalid cross-device link".
  private static func reason(_ code: Int32) -> String { code == -EXDEV ? "it leads out of the directory" : PlatformError.reason(code) }
}

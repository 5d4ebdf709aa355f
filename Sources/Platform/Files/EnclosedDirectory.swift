internal import CSystem
internal import Glibc

/// A directory that nothing done through it leaves: neither by `..`, nor by absolute paths, nor by symbolic links, also when somebody changes them meanwhile
/// (openat2(2), RESOLVE_BENEATH). Paths are relative to it. Everything here blocks shortly; call it inside `runBlocking`.
package final class EnclosedDirectory: Sendable {
  /// Its absolute path without symbolic links.
  package let path: String
  private let root: OwnedDescriptor
  private let guarded: Set<String>

  /// Opens it. In directories of the `guarded` names nothing is written, whatever link leads there.
  /// - Throws: `PlatformError.io` when there is no directory at the path.
  package init(_ path: String, guarding guarded: Set<String> = []) throws(PlatformError) {
    let doing = "opening the directory \(path)"
    guard let real = Files.realPath(path) else { throw .io(doing: doing, reason: PlatformError.reason(errno)) }
    let fd = Glibc.open(real, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard fd >= 0 else { throw .io(doing: doing, reason: PlatformError.reason(errno)) }
    self.path = real
    self.guarded = guarded
    root = OwnedDescriptor(owning: fd)
  }

  /// A path as these functions take it: one that begins with the directory's own path loses that beginning, a relative one stays as it is. Nil for any other
  /// absolute path. By its text alone.
  package func inner(_ given: String) -> String? {
    guard given.hasPrefix("/") else { return given.isEmpty ? "." : given }
    if given == path || given == path + "/" { return "." }
    let beginning = path == "/" ? "/" : path + "/"
    return given.hasPrefix(beginning) ? String(given.dropFirst(beginning.count)) : nil
  }

  /// The whole of a regular file, and its stamp.
  /// - Throws: `PlatformError.io`, also for a path that leads out, for what is no regular file, and for more than `limit` bytes.
  package func read(_ path: String, limit: Int) throws(PlatformError) -> (bytes: [UInt8], stamp: FileStamp) {
    let doing = "reading \(path)"
    let file = try open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY, doing: doing)
    var found = stat()
    guard fstat(file.number, &found) == 0 else { throw .io(doing: doing, reason: PlatformError.reason(errno)) }
    let stamp = FileStamp(found)
    if stamp.kind == .directory { throw .io(doing: doing, reason: "it is a directory") }
    guard stamp.kind == .file else { throw .io(doing: doing, reason: "it is no regular file") }
    guard stamp.size <= limit else { throw .io(doing: doing, reason: "it is longer than \(limit) bytes") }
    var all: [UInt8] = []
    all.reserveCapacity(stamp.size)
    var buffer = [UInt8](repeating: 0, count: max(4096, min(stamp.size + 1, 1 << 18)))
    while true {
      let count = Glibc.read(file.number, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .io(doing: doing, reason: PlatformError.reason(errno)) }
      if count == 0 { return (all, stamp) }
      guard all.count + count <= limit else { throw .io(doing: doing, reason: "it is longer than \(limit) bytes") }
      all += buffer[..<count]
    }
  }

  /// The stamp of what is at a path, links followed; nil when nothing is.
  /// - Throws: `PlatformError.io`, also for a path that leads out.
  package func stamp(_ path: String) throws(PlatformError) -> FileStamp? {
    let doing = "looking at \(path)"
    let fd = cs_open_beneath(root.number, path, cs_naming_flag(), 0)
    if fd == -ENOENT { return nil }
    guard fd >= 0 else { throw .io(doing: doing, reason: Self.reason(fd)) }
    defer { Glibc.close(fd) }
    var found = stat()
    guard fstat(fd, &found) == 0 else { throw .io(doing: doing, reason: PlatformError.reason(errno)) }
    return FileStamp(found)
  }

  /// The names in a directory with what they are, links not followed, sorted by their bytes.
  /// - Throws: `PlatformError.io`, also for a path that leads out.
  package func list(_ path: String) throws(PlatformError) -> [(name: String, kind: FileStamp.Kind)] {
    let doing = "listing \(path)"
    let fd = cs_open_beneath(root.number, path, O_RDONLY | O_DIRECTORY, 0)
    guard fd >= 0 else { throw .io(doing: doing, reason: Self.reason(fd)) }
    guard let directory = fdopendir(fd) else {
      Glibc.close(fd)
      throw .io(doing: doing, reason: PlatformError.reason(errno))
    }
    defer { closedir(directory) }
    var entries: [(name: String, kind: FileStamp.Kind)] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      var kind = FileStamp.kind(mode_t(entry.pointee.d_type) << 12)
      if entry.pointee.d_type == 0 {
        var found = stat()
        if fstatat(fd, name, &found, AT_SYMLINK_NOFOLLOW) == 0 { kind = FileStamp.kind(found.st_mode) }
      }
      entries.append((name, kind))
    }
    return entries.sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
  }

  /// Replaces a file as a whole, or makes it and the directories above it. An old file's permissions stay; what a symbolic link points to is replaced, not the link.
  /// - Returns: the new file's stamp.
  /// - Throws: `PlatformError.io`; the old file then stands as it was. Also for a path that leads out, and when something else than a file is there.
  package func replace(_ path: String, with bytes: [UInt8]) throws(PlatformError) -> FileStamp {
    let doing = "writing \(path)"
    let old = try stamp(path)
    if let old, old.kind != .file { throw .io(doing: doing, reason: "there is something that is no regular file") }
    let target = try old == nil ? path : resolved(path, doing: doing)
    let name = Files.name(of: target)
    guard !name.isEmpty, name != ".", name != ".." else { throw .io(doing: doing, reason: "it has no file name") }
    try check(target, doing: doing)
    let parent = try makeDirectories(Files.parent(of: target), doing: doing)
    if let real = Files.linkTarget("/proc/self/fd/\(parent.number)"), let inside = inner(real) { try check(inside, doing: doing) }
    var found = stat()
    if old == nil, fstatat(parent.number, name, &found, AT_SYMLINK_NOFOLLOW) == 0 {
      throw .io(doing: doing, reason: "it is a symbolic link to nothing")
    }
    let temporary = ".carrel-\(UInt64.random(in: 0 ... .max)).tmp"
    let fd = openat(parent.number, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard fd >= 0 else { throw .io(doing: doing, reason: PlatformError.reason(errno)) }
    defer { Glibc.close(fd) }
    var isWritten = Files.write(bytes, to: fd)
    if isWritten, let old { isWritten = fchmod(fd, mode_t(old.mode)) == 0 }
    isWritten = isWritten && fsync(fd) == 0 && renameat(parent.number, temporary, parent.number, name) == 0 && fstat(fd, &found) == 0
    guard isWritten else {
      let error = errno
      unlinkat(parent.number, temporary, 0)
      throw .io(doing: doing, reason: PlatformError.reason(error))
    }
    return FileStamp(found)
  }

  private func check(_ path: String, doing: String) throws(PlatformError) {
    if let name = path.split(separator: "/").map(String.init).first(where: guarded.contains) {
      throw .io(doing: doing, reason: "nothing is written into \(name)")
    }
  }

  private func open(_ path: String, _ flags: Int32, doing: String) throws(PlatformError) -> OwnedDescriptor {
    let fd = cs_open_beneath(root.number, path, flags, 0)
    guard fd >= 0 else { throw .io(doing: doing, reason: Self.reason(fd)) }
    return OwnedDescriptor(owning: fd)
  }

  /// Where an existing file lies behind all links, relative to this directory.
  private func resolved(_ path: String, doing: String) throws(PlatformError) -> String {
    let file = try open(path, cs_naming_flag(), doing: doing)
    guard let real = Files.linkTarget("/proc/self/fd/\(file.number)"), let inside = inner(real), inside != "." else {
      throw .io(doing: doing, reason: "it cannot be told where it lies")
    }
    return inside
  }

  /// Opens a directory below this one, made with those above it when it is missing.
  private func makeDirectories(_ path: String, doing: String) throws(PlatformError) -> OwnedDescriptor {
    let fd = cs_open_beneath(root.number, path, O_RDONLY | O_DIRECTORY, 0)
    if fd >= 0 { return OwnedDescriptor(owning: fd) }
    guard fd == -ENOENT, path != "." else { throw .io(doing: doing, reason: Self.reason(fd)) }
    let above = try makeDirectories(Files.parent(of: path), doing: doing)
    if mkdirat(above.number, Files.name(of: path), 0o777) != 0, errno != EEXIST {
      throw .io(doing: doing, reason: PlatformError.reason(errno))
    }
    return try open(path, O_RDONLY | O_DIRECTORY, doing: doing)
  }

  private static func reason(_ error: Int32) -> String {
    switch -error {
    case EXDEV: "it leads out of the directory"
    case ELOOP: "its symbolic links lead nowhere"
    default: PlatformError.reason(error)
    }
  }
}

internal import CSystem
internal import Glibc

/// Small files and directories. Everything here blocks shortly; call it inside `runBlocking` where a disk may be slow.
package enum Files {
  /// The whole of a file.
  /// - Throws: `PlatformError.io`, also when it is longer than `limit` bytes or not a regular file or readable device.
  package static func read(_ path: String, limit: Int) throws(PlatformError) -> [UInt8] {
    let doing = "reading \(path)"
    let fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard fd >= 0 else { throw .io(doing: doing, reason: PlatformError.reason(errno)) }
    defer { close(fd) }
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

  /// The first bytes of a file, at most `count`; nil when it cannot be read.
  package static func readHead(_ path: String, count: Int) -> [UInt8]? {
    let fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard fd >= 0 else { return nil }
    defer { close(fd) }
    var buffer = [UInt8](repeating: 0, count: count)
    let got = Glibc.read(fd, &buffer, count)
    return got < 0 ? nil : Array(buffer[..<got])
  }

  /// The whole of a file as text; bytes that are no UTF-8 become U+FFFD.
  /// - Throws: as `read`.
  package static func readText(_ path: String, limit: Int) throws(PlatformError) -> String {
    String(decoding: try read(path, limit: limit), as: UTF8.self)
  }

  /// Replaces a file as a whole: a reader, and a power cut, see the old bytes or the new ones. The new file has exactly this mode.
  /// - Throws: `PlatformError.io`; the old file then stands as it was.
  package static func writeAtomically(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o600) throws(PlatformError) {
    let doing = "writing \(path)"
    var template = Array("\(path).XXXXXX".utf8CString)
    let fd = cs_temporary_file(&template)
    guard fd >= 0 else { throw .io(doing: doing, reason: PlatformError.reason(fd)) }
    let temporary = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    let wrote = write(bytes, to: fd) && fchmod(fd, mode) == 0 && fsync(fd) == 0
    var error = wrote ? 0 : errno
    close(fd)
    if error == 0 && rename(temporary, path) != 0 { error = errno }
    guard error == 0 else {
      unlink(temporary)
      throw .io(doing: doing, reason: PlatformError.reason(error))
    }
    try syncDirectory(parent(of: path))
  }

  /// Makes a directory and those above it, each new one with mode 0700. One that exists is fine.
  /// - Throws: `PlatformError.io`.
  package static func makeDirectory(_ path: String) throws(PlatformError) {
    if isDirectory(path) { return }
    let above = parent(of: path)
    if above != path && !isDirectory(above) { try makeDirectory(above) }
    if mkdir(path, 0o700) != 0 {
      let error = errno
      guard error == EEXIST && isDirectory(path) else {
        throw .io(doing: "making the directory \(path)", reason: PlatformError.reason(error))
      }
    }
  }

  /// Makes a new directory of a name nobody has yet below a directory, mode 0700, and returns its path.
  /// - Throws: `PlatformError.io`.
  package static func makeTemporaryDirectory(in directory: String, prefix: String) throws(PlatformError) -> String {
    var template = Array("\(directory)/\(prefix)XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { buffer in buffer.baseAddress.map { mkdtemp($0) != nil } ?? false }
    guard made else { throw .io(doing: "making a directory in \(directory)", reason: PlatformError.reason(errno)) }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Whether there is something at a path; symbolic links are followed.
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether there is a directory at a path; symbolic links are followed.
  package static func isDirectory(_ path: String) -> Bool { kind(path) == S_IFDIR }

  /// Whether there is a regular file at a path; symbolic links are followed.
  package static func isFile(_ path: String) -> Bool { kind(path) == S_IFREG }

  /// Where a symbolic link points, as it is written in it; nil when the path is none.
  package static func linkTarget(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { raw in
      guard let base = raw.baseAddress?.assumingMemoryBound(to: CChar.self) else { return -1 }
      return readlink(path, base, raw.count)
    }
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }

  /// The absolute path without symbolic links; nil when there is nothing at the path.
  package static func realPath(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(validatingCString: found)
  }

  /// The names in a directory without "." and "..", sorted by their bytes.
  /// - Throws: `PlatformError.io`.
  package static func list(_ path: String) throws(PlatformError) -> [String] {
    guard let directory = opendir(path) else { throw .io(doing: "listing \(path)", reason: PlatformError.reason(errno)) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }

  /// Removes a file or symbolic link; one that is not there is fine.
  /// - Throws: `PlatformError.io`.
  package static func remove(_ path: String) throws(PlatformError) {
    if unlink(path) != 0 && errno != ENOENT { throw .io(doing: "removing \(path)", reason: PlatformError.reason(errno)) }
  }

  /// The directory above a path, by its text alone.
  package static func parent(of path: String) -> String {
    let parts = path.split(separator: "/")
    let above = parts.dropLast().joined(separator: "/")
    return path.hasPrefix("/") ? "/" + above : above.isEmpty ? "." : above
  }

  /// The last part of a path, by its text alone.
  package static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  /// Writes all bytes to a blocking descriptor; errno is set when it fails.
  static func write(_ bytes: [UInt8], to fd: Int32) -> Bool {
    var offset = 0
    while offset < bytes.count {
      let done = bytes.withUnsafeBytes { raw in Glibc.write(fd, raw.baseAddress.map { $0 + offset }, raw.count - offset) }
      if done < 0 && errno == EINTR { continue }
      if done < 0 { return false }
      offset += done
    }
    return true
  }

  private static func kind(_ path: String) -> mode_t? {
    var found = stat()
    return stat(path, &found) == 0 ? found.st_mode & S_IFMT : nil
  }

  private static func syncDirectory(_ path: String) throws(PlatformError) {
    let fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard fd >= 0 else { throw .io(doing: "syncing \(path)", reason: PlatformError.reason(errno)) }
    defer { close(fd) }
    // A file system that cannot sync a directory says EINVAL; there is nothing more to do there.
    if fsync(fd) != 0 && errno != EINVAL { throw .io(doing: "syncing \(path)", reason: PlatformError.reason(errno)) }
  }
}

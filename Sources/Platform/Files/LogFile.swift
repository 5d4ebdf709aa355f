internal import Glibc
internal import Model
internal import Synchronization

/// A log for the operator: one line an entry, in UTC, in whole lines even with several writers. When it is full it becomes `PATH.1` and a
/// new one begins, so that it never takes more than twice its limit. Nothing here fails: a log that cannot be written is silent.
package final class LogFile: Sendable {
  /// The file.
  package let path: String
  private let limit: Int
  private let clean: @Sendable (String) -> String
  private let state: Mutex<(fd: Int32, size: Int)>

  /// Opens or makes the file, mode 0600. `limit` is in bytes; `clean` takes out what must not be written.
  /// - Throws: `PlatformError.io`.
  package init(
    path: String, limit: Int = 8 * 1024 * 1024, clean: @escaping @Sendable (String) -> String = { $0 }
  ) throws(PlatformError) {
    let fd = Self.open(path)
    guard fd >= 0 else { throw .io(doing: "opening the log \(path)", reason: PlatformError.reason(errno)) }
    self.path = path
    self.limit = limit
    self.clean = clean
    state = Mutex((fd, Self.size(fd)))
  }

  deinit { state.withLock { _ = close($0.fd) } }

  /// Appends one line with the time before it. Control characters in the text become spaces.
  package func append(_ text: String) {
    let scalars = clean(text).unicodeScalars.map { $0.value < 32 || ($0.value >= 127 && $0.value < 160) ? " " : $0 }
    var line = "\(Timestamp.now) "
    line.unicodeScalars.append(contentsOf: scalars)
    line += "\n"
    let bytes = Array(line.utf8)
    state.withLock { state in
      if state.size > 0 && state.size + bytes.count > limit { rotate(&state) }
      if state.fd >= 0 && Files.write(bytes, to: state.fd) { state.size += bytes.count }
    }
  }

  private func rotate(_ state: inout (fd: Int32, size: Int)) {
    guard rename(path, "\(path).1") == 0 else { return }
    let fresh = Self.open(path)
    guard fresh >= 0 else { return }
    close(state.fd)
    state = (fresh, Self.size(fresh))
  }

  private static func open(_ path: String) -> Int32 {
    Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
  }

  private static func size(_ fd: Int32) -> Int {
    var found = stat()
    return fstat(fd, &found) == 0 ? Int(found.st_size) : 0
  }
}

import Glibc
import JSON
import Model
import Platform

/// A session's file, open for appending: one record a line, mode 0600. One program at a time: a lock beside it says so. Written on a thread of its own.
actor SessionFile {
  private nonisolated let executor: BlockingExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
  /// Its path.
  nonisolated let path: String
  private let descriptor: Int32
  private let lock: FileLock

  private init(_ executor: BlockingExecutor, path: String, descriptor: Int32, lock: FileLock) {
    self.executor = executor
    self.path = path
    self.descriptor = descriptor
    self.lock = lock
  }

  deinit { close(descriptor) }

  /// Opens or makes a file. A last line that was cut is ended, so that what is appended stands alone.
  /// - Throws: `PlatformError`; `.locked` when another program has it.
  static func open(_ path: String) throws(PlatformError) -> SessionFile {
    try Files.makeDirectory(Files.parent(of: path))
    let lock = try FileLock.acquire(path + ".lock")
    let descriptor = Glibc.open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .io(doing: "opening \(path)", reason: PlatformError.reason(errno)) }
    let end = lseek(descriptor, 0, SEEK_END)
    var last: UInt8 = 0
    if end > 0, pread(descriptor, &last, 1, end - 1) == 1, last != 0x0a { _ = Glibc.write(descriptor, "\n", 1) }
    return SessionFile(BlockingExecutor(name: "agent-session"), path: path, descriptor: descriptor, lock: lock)
  }

  /// Appends records.
  /// - Throws: `TaskFailure(.engine)`: a conversation that cannot be kept does not go on.
  func append(_ records: [SessionRecord]) throws(TaskFailure) {
    let bytes = Array(JSONLines.serialized(records.map(SessionRecordCodec.encode)).utf8)
    var offset = 0
    while offset < bytes.count {
      let done = bytes.withUnsafeBytes { raw in Glibc.write(descriptor, raw.baseAddress.map { $0 + offset }, raw.count - offset) }
      if done < 0, errno == EINTR { continue }
      guard done > 0 else {
        throw TaskFailure(.engine, "Keeping the conversation in \(path): \(PlatformError.reason(errno)).")
      }
      offset += done
    }
  }
}

internal import CSystem
internal import Glibc
internal import Synchronization

/// A descriptor that is closed by `close` or at the end of this object's life. CLOEXEC: only `ProcessCommand.extraDescriptors` gives it to a
/// child.
package final class OwnedDescriptor: Sendable {
  private let held: Mutex<Int32>

  init(owning fd: Int32) { held = Mutex(fd) }

  deinit { close() }

  /// The descriptor's number; -1 when it is closed.
  package var number: Int32 { held.withLock { $0 } }

  /// Gives the descriptor to somebody else, who closes it from now on; -1 when it is closed.
  func surrender() -> Int32 {
    held.withLock { fd in
      defer { fd = -1 }
      return fd
    }
  }

  /// Closes it.
  package func close() {
    held.withLock { fd in
      if fd >= 0 { _ = Glibc.close(fd) }
      fd = -1
    }
  }

  /// Writes a few bytes without waiting, to a pipe that is known to have room. False when it is closed, full or nobody reads any more.
  package func write(_ bytes: [UInt8]) -> Bool {
    held.withLock { fd in fd >= 0 && Glibc.write(fd, bytes, bytes.count) == bytes.count }
  }

  /// An existing or new file, opened for writing without emptying it: files of the kernel, such as those of control groups.
  /// - Throws: `PlatformError.io`.
  package static func writing(_ path: String) throws(PlatformError) -> OwnedDescriptor {
    let fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard fd >= 0 else { throw .io(doing: "opening \(path)", reason: PlatformError.reason(errno)) }
    return OwnedDescriptor(owning: fd)
  }

  /// A pipe; its writing end never waits.
  /// - Throws: `PlatformError.io`.
  package static func pipe() throws(PlatformError) -> (reading: OwnedDescriptor, writing: OwnedDescriptor) {
    // The reactor's start makes writing to a closed pipe an error instead of the end of the process.
    _ = Reactor.thread
    var ends: [Int32] = [-1, -1]
    let error = cs_pipe(&ends)
    guard error == 0 else { throw .io(doing: "making a pipe", reason: PlatformError.reason(error)) }
    _ = cs_set_nonblocking(ends[1])
    return (OwnedDescriptor(owning: ends[0]), OwnedDescriptor(owning: ends[1]))
  }

  /// An anonymous file in memory that holds these bytes, positioned at its start: nothing on a disk, nothing in an argument list.
  /// - Throws: `PlatformError.io`.
  package static func memoryFile(_ bytes: [UInt8]) throws(PlatformError) -> OwnedDescriptor {
    let fd = cs_memory_file("carrel", bytes, bytes.count)
    guard fd >= 0 else { throw .io(doing: "making a file in memory", reason: PlatformError.reason(fd)) }
    return OwnedDescriptor(owning: fd)
  }
}

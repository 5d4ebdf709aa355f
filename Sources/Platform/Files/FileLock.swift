internal import CSystem
internal import Glibc

/// An exclusive lock on a file (flock(2)), held until the end of this object or process. The file holds the holder's process
/// id as text and stays there.
package final class FileLock: Sendable {
  /// The locked file.
  package let path: String
  private let fd: Int32

  private init(path: String, fd: Int32) {
    self.path = path
    self.fd = fd
  }

  deinit {
    // Not by closing alone: a program that is being started at this moment holds a copy of the descriptor until its exec.
    cs_unlock(fd)
    close(fd)
  }

  /// Takes the lock without waiting.
  /// - Throws: `PlatformError.locked` with the holder when somebody has it, else `PlatformError.io`.
  package static func acquire(_ path: String) throws(PlatformError) -> FileLock {
    let doing = "locking \(path)"
    let fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard fd >= 0 else { throw .io(doing: doing, reason: PlatformError.reason(errno)) }
    let error = cs_lock(fd)
    guard error == 0 else {
      close(fd)
      if error == -EWOULDBLOCK { throw .locked(path: path, holder: holder(path)) }
      throw .io(doing: doing, reason: PlatformError.reason(error))
    }
    guard ftruncate(fd, 0) == 0, Files.write(Array("\(getpid())\n".utf8), to: fd) else {
      let error = errno
      close(fd)
      throw .io(doing: doing, reason: PlatformError.reason(error))
    }
    return FileLock(path: path, fd: fd)
  }

  /// The process id that the last holder wrote into a lock file; it may have ended since.
  package static func holder(_ path: String) -> Int32? {
    guard let text = try? Files.readText(path, limit: 32) else { return nil }
    return Int32(text.prefix { $0.isNumber })
  }
}

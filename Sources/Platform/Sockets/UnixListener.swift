internal import CSystem
internal import Glibc

/// A Unix stream socket that others of the same user connect to. Its file has mode 0600 from its first moment; whoever connects as another
/// user is closed without a word.
package final class UnixListener: Sendable {
  /// The socket's file.
  package let path: String
  private let watch: Watch
  private let outputLimit: Int
  private let file: (device: UInt64, inode: UInt64)?

  /// Listens at a path. A socket file that nobody listens at any more is replaced; anything else at the path is left alone.
  /// `outputLimit`: bytes that may wait for each peer.
  /// - Throws: `PlatformError.address`: the path is too long (107 bytes at most), or somebody listens there already.
  package init(path: String, outputLimit: Int = 8 * 1024 * 1024) throws(PlatformError) {
    try Self.check(path)
    var fd = cs_unix_listen(path, 128)
    if fd == -EADDRINUSE && Self.isAbandoned(path) {
      unlink(path)
      fd = cs_unix_listen(path, 128)
    }
    guard fd >= 0 else {
      throw .address(path: path, reason: fd == -EADDRINUSE ? "another program listens there" : PlatformError.reason(fd))
    }
    self.path = path
    self.outputLimit = outputLimit
    file = Self.identity(path)
    watch = Watch(owning: fd)
  }

  deinit { close() }

  /// The next connection of a program of the same user; nil after `close` and when the task is cancelled. One caller at a time.
  package func accept() async -> UnixConnection? {
    while !Task.isCancelled {
      let fd = watch.withDescriptor { cs_accept($0) } ?? -EBADF
      if fd >= 0 {
        var uid: UInt32 = 0
        var pid: Int32 = 0
        if cs_peer(fd, &uid, &pid) == 0 && uid == getuid() {
          return UnixConnection(owning: fd, peerUid: uid, peerPid: pid, outputLimit: outputLimit)
        }
        _ = Glibc.close(fd)
        continue
      }
      switch -fd {
      case EAGAIN: await watch.readable()
      case EMFILE, ENFILE, ENOBUFS, ENOMEM:
        // Nothing free now: the waiting peer stays in the kernel's queue meanwhile.
        try? await pause(for: .milliseconds(50))
      case EBADF, EINVAL: return nil
      default: continue
      }
    }
    return nil
  }

  /// Stops listening and removes the socket's file if it is still ours.
  package func close() {
    if !watch.isClosed, let file, let present = Self.identity(path), present == file { unlink(path) }
    watch.close()
  }

  static func check(_ path: String) throws(PlatformError) {
    let limit = cs_unix_path_limit()
    guard path.utf8.count <= limit else {
      throw .address(path: path, reason: "its path has \(path.utf8.count) bytes and the system allows \(limit); use a shorter directory")
    }
  }

  private static func isAbandoned(_ path: String) -> Bool {
    var found = stat()
    guard lstat(path, &found) == 0, found.st_mode & S_IFMT == S_IFSOCK else { return false }
    let fd = cs_unix_connect(path)
    if fd >= 0 { _ = Glibc.close(fd) }
    return fd == -ECONNREFUSED
  }

  private static func identity(_ path: String) -> (device: UInt64, inode: UInt64)? {
    var found = stat()
    return lstat(path, &found) == 0 ? (UInt64(found.st_dev), UInt64(found.st_ino)) : nil
  }
}

internal import Glibc

/// What tells one state of a file from another: changed bytes, or another file in its place, make another stamp.
package struct FileStamp: Hashable, Sendable {
  /// The kinds of things that a name may stand for.
  package enum Kind: Hashable, Sendable {
    /// A regular file.
    case file
    /// A directory.
    case directory
    /// A symbolic link.
    case link
    /// A pipe, a socket, a device.
    case other
  }

  /// What it is.
  package var kind: Kind
  /// Bytes.
  package var size: Int
  /// Permission bits.
  package var mode: UInt32
  private let device: UInt64
  private let inode: UInt64
  private let seconds: Int
  private let nanoseconds: Int

  init(_ found: stat) {
    kind = Self.kind(found.st_mode)
    size = Int(found.st_size)
    mode = UInt32(found.st_mode & 0o7777)
    device = UInt64(found.st_dev)
    inode = UInt64(found.st_ino)
    seconds = found.st_mtim.tv_sec
    nanoseconds = found.st_mtim.tv_nsec
  }

  static func kind(_ mode: mode_t) -> Kind {
    switch mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .directory
    case S_IFLNK: .link
    default: .other
    }
  }
}

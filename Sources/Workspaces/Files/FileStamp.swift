internal import CSystem
internal import Glibc

/// What stat(2) says of a file, as far as it tells whether the file is another one than before. Times in nanoseconds since 1970.
struct FileStamp: Hashable, Sendable {
  /// What a name stands for.
  enum Kind: UInt8, Hashable, Sendable {
    case regular, directory, link, special
  }

  var device: UInt64
  var inode: UInt64
  var size: Int64
  var modified: Int64
  var changed: Int64
  var mode: UInt32
  /// Bytes on disk.
  var allocated: Int64

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    size = Int64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
    mode = status.st_mode
    allocated = Int64(status.st_blocks) * 512
  }

  /// From its text in the stamp file: five numbers.
  init?(inode: UInt64?, size: Int64?, modified: Int64?, changed: Int64?, mode: UInt32?) {
    guard let inode, let size, let modified, let changed, let mode else { return nil }
    self.device = 0
    self.inode = inode
    self.size = size
    self.modified = modified
    self.changed = changed
    self.mode = mode
    allocated = 0
  }

  var kind: Kind {
    switch mode & UInt32(S_IFMT) {
    case UInt32(S_IFREG): .regular
    case UInt32(S_IFDIR): .directory
    case UInt32(S_IFLNK): .link
    default: .special
    }
  }

  /// git's mode of a file or link.
  var gitMode: String { kind == .link ? "120000" : mode & 0o100 != 0 ? "100755" : "100644" }

  /// Whether the content can be taken to be the same.
  func matches(_ other: FileStamp) -> Bool {
    inode == other.inode && size == other.size && modified == other.modified && changed == other.changed && mode == other.mode
  }
}

extension FileStamp {
  /// As the copier has noted it.
  init(copied file: cs_copied_file) {
    device = file.device
    inode = file.inode
    size = file.size
    modified = file.modified
    changed = file.changed
    mode = file.mode
    allocated = file.allocated
  }
}

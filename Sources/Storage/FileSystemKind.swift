internal import CSQLite
internal import Glibc
internal import Platform

/// What a store's file system is good for: SQLite's write-ahead log needs shared memory between processes of one machine
/// (https://www.sqlite.org/wal.html, "Disadvantages"). The numbers are those of statfs(2).
enum FileSystemKind: Equatable {
  /// A disk of this machine, or memory.
  case local
  /// Another machine's; the text names it.
  case network(String)
  /// A file system in a program, which may be either.
  case unknown(String)

  /// By statfs(2)'s `f_type`.
  init(magic: UInt32) {
    switch magic {
    case 0x6969: self = .network("NFS")
    case 0x517B, 0xFF53_4D42, 0xFE53_4D42: self = .network("SMB")
    case 0x5346_414F, 0x6B41_4653: self = .network("AFS")
    case 0x7375_7245: self = .network("Coda")
    case 0x0102_1997: self = .network("9P")
    case 0x00C3_6400: self = .network("Ceph")
    case 0x0BD0_0BD0: self = .network("Lustre")
    case 0x0116_1970: self = .network("GFS2")
    case 0x6573_5546: self = .unknown("FUSE")
    default: self = .local
    }
  }

  /// Of the file system that a directory lies on.
  /// - Throws: `StorageError.failed` when the directory cannot be looked at.
  static func of(directory: String) throws(StorageError) -> FileSystemKind {
    var magic: UInt32 = 0
    guard csqlite_file_system(directory, &magic) == 0 else {
      throw .failed(doing: "looking at the directory \(directory)", reason: PlatformError.reason(errno))
    }
    return FileSystemKind(magic: magic)
  }
}

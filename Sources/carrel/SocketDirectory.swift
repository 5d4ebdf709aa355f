import Configuration
import Glibc
import Platform

/// The directory of the socket when the state directory's own path is too long for one: in `/tmp`, where anybody may have been first.
enum SocketDirectory {
  /// Makes it, mode 0700.
  /// - Throws: `PlatformError.io` when it is not the user's own alone.
  static func make(_ paths: SettingsPaths) throws(PlatformError) {
    guard paths.socketDirectory != paths.state else { return }
    try Files.makeDirectory(paths.socketDirectory)
    var status = stat()
    guard lstat(paths.socketDirectory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == Environment.uid,
      status.st_mode & 0o077 == 0
    else {
      throw .io(
        doing: "using the directory \(paths.socketDirectory) for the socket",
        reason: "it is not yours alone; remove it, or set CARREL_STATE_DIR to a shorter path")
    }
  }

  /// Removes it when it is empty.
  static func remove(_ paths: SettingsPaths) {
    if paths.socketDirectory != paths.state { rmdir(paths.socketDirectory) }
  }
}

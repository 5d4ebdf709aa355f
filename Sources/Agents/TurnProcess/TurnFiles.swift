import FoundationEssentials
import Platform

/// The files of a turn's program on disk. The private home belongs to the agent, which may have left symbolic links in it: none is followed. Nothing inside the
/// sandbox runs meanwhile.
enum TurnFiles {
  /// Writes files below the private home, readable by this user only.
  /// - Throws: `PlatformError.io`, also for a path outside or through a symbolic link.
  static func write(_ files: [String: [UInt8]], in home: String) throws(PlatformError) {
    for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
      let relative = path.relative(to: home)
      guard !relative.hasPrefix("/"), !relative.split(separator: "/").contains("..") else {
        throw .io(doing: "writing \(path)", reason: "it lies outside of the private home")
      }
      var place = home
      try Files.makeDirectory(place)
      for part in relative.split(separator: "/").dropLast() {
        place += "/\(part)"
        if Files.linkTarget(place) != nil { throw .io(doing: "writing \(path)", reason: "\(place) is a symbolic link") }
        try Files.makeDirectory(place)
      }
      try Files.writeAtomically(bytes, to: path)
    }
  }

  /// Removes files and directories with all that is in them; symbolic links as such. What is not there, or cannot be removed, is passed over.
  static func remove(_ paths: [String]) {
    for path in paths where Files.exists(path) || Files.linkTarget(path) != nil { try? FileManager.default.removeItem(atPath: path) }
  }
}

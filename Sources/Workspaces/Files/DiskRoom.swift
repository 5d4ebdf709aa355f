/// Room on a file system: what is free, or what something takes.
package struct DiskRoom: Hashable, Sendable {
  /// Bytes.
  package var bytes: Int64
  /// Files, links and directories; nil: they are not counted there.
  package var files: Int64?

  /// Room for so many bytes and files.
  package init(bytes: Int64, files: Int64?) {
    self.bytes = bytes
    self.files = files
  }

  /// What is missing here for something, in words for a waiting ticket; nil: it fits.
  /// - Parameter reserve: what has to stay free besides.
  package func shortage(of need: DiskRoom, reserve: DiskRoom = DiskRoom(bytes: 0, files: 0)) -> String? {
    if bytes < need.bytes + reserve.bytes {
      return "waiting for disk: needs \(DiskRoom.text(need.bytes + reserve.bytes)), \(DiskRoom.text(bytes)) free"
    }
    if let files, let wanted = need.files, files < wanted + (reserve.files ?? 0) {
      return "waiting for disk: needs \(wanted + (reserve.files ?? 0)) files, \(files) free"
    }
    return nil
  }

  /// Takes what something needs.
  package mutating func take(_ need: DiskRoom) {
    bytes = max(0, bytes - need.bytes)
    if let free = files { files = max(0, free - (need.files ?? 0)) }
  }

  /// "1.2 GB", "300 MB", "12 KB": decimal, as disks are sold.
  package static func text(_ bytes: Int64) -> String {
    let units = [(Int64(1_000_000_000_000), "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "KB")]
    for (size, name) in units where bytes >= size {
      let tenths = (bytes / (size / 10))
      return tenths >= 100 || tenths % 10 == 0 ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
    }
    return "\(max(0, bytes)) B"
  }
}

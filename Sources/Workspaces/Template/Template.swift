internal import Glibc
internal import Model

/// A pristine tree of one commit with its shadow repository and an empty home: what workspaces are copies of. Never handed to an agent.
struct Template: Hashable, Sendable {
  /// Which one it is.
  struct Key: Hashable, Sendable {
    var mirror: String
    var commit: String
    var sparse: [TreePath]
    /// The shared setup command that has run in it; empty: none.
    var setup: String

    /// The directory's name: the commit, and a hash of what makes it special.
    var name: String {
      guard !sparse.isEmpty || !setup.isEmpty else { return commit }
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for byte in sparse.flatMap({ $0.bytes + [0] }) + [1] + Array(setup.utf8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      return "\(commit)-\(String(hash, radix: 16))"
    }

    /// The directory of the repository's templates, by its name.
    var repository: String {
      let last = mirror.split(separator: "/").last.map(String.init) ?? "none"
      return last.hasSuffix(".git") ? String(last.dropLast(4)) : last
    }
  }

  /// The description's file in its directory. Its time of change is when the template was last used.
  static let name = ".carrel-template"

  var key: Key
  /// The directory with `ws git home`.
  var path: String
  /// What a copy takes.
  var footprint: DiskRoom
  var remarks: [String]
  /// The repository's own setup script: the name of its content in git.
  var script: String?

  var workspace: String { path + "/ws" }
  var shadow: String { path + "/git" }
  var home: String { path + "/home" }

  /// The template in a directory; nil when there is none that can be read, or the machine was started again since it was made: what was not on disk by then may be gone.
  init?(at path: String) {
    guard let bytes = StateFile.read(path + "/" + Template.name, limit: 1 << 20) else { return nil }
    let record = Record(bytes: bytes)
    guard let mirror = record["mirror"], let commit = record["commit"], ObjectName.isValid(commit), record["boot"] == Template.boot,
      let size = record["bytes"].flatMap({ Int64($0) }), let count = record["files"].flatMap({ Int64($0) })
    else { return nil }
    let sparse = (record["sparse"] ?? "").split(separator: "\n").map { TreePath(Array($0.utf8)) }
    key = Key(mirror: mirror, commit: commit, sparse: sparse, setup: record["setup"] ?? "")
    self.path = path
    footprint = DiskRoom(bytes: size, files: count)
    remarks = (record["remarks"] ?? "").split(separator: "\n").map(String.init)
    script = record["script"]
  }

  init(key: Key, path: String, footprint: DiskRoom, remarks: [String], script: String?) {
    self.key = key
    self.path = path
    self.footprint = footprint
    self.remarks = remarks
    self.script = script
  }

  /// The description's bytes.
  var bytes: [UInt8] {
    var record = Record([
      "mirror": key.mirror, "commit": key.commit, "sparse": key.sparse.map(\.text).joined(separator: "\n"), "setup": key.setup,
      "bytes": String(footprint.bytes), "files": String(footprint.files ?? 0), "remarks": remarks.joined(separator: "\n"),
      "boot": Template.boot,
    ])
    record["script"] = script
    return record.bytes
  }

  /// Notes that it is used now.
  func touch() { utimensat(AT_FDCWD, path + "/" + Template.name, nil, 0) }

  /// When it was last used, in nanoseconds since 1970: several are used within a second.
  static func lastUse(of path: String) -> Int64 {
    guard case .success(let directory) = OpenDirectory.open(path), let stamp = directory.stat(Array(name.utf8)) else { return 0 }
    return stamp.modified
  }

  /// This run of the machine.
  static var boot: String { StateFile.firstLine("/proc/sys/kernel/random/boot_id") ?? "unknown" }
}

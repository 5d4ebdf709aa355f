internal import Platform

/// What the files looked like when their content was last taken, kept beside the shadow repository so that a restart reads nothing anew.
/// Only a cache: a lost or old book costs time.
enum StampBook {
  private static let name = "/carrel-stamps"

  /// Notes the files of a fresh workspace, of which the index holds exactly the content. Nobody else may write there yet.
  static func prime(shadow: String, workspace: String, git: GitProgram) async throws(WorkspaceError) {
    let index = try await paths(shadow: shadow, git: git)
    try await runBlocking { () throws(WorkspaceError) in
      guard case .success(let root) = OpenDirectory.open(workspace) else { return }
      var stamps: [TreePath: FileStamp] = [:]
      var directory = root
      var current: TreePath?
      // In path order, so that each directory is opened about once.
      for path in index {
        if path.parent != current || current == nil {
          guard case .success(let opened) = root.descend(path.parent ?? TreePath("")) else { continue }
          directory = opened
          current = path.parent
        }
        if let stamp = directory.stat(Array(path.name)), stamp.kind != .directory { stamps[path] = stamp }
      }
      try save(stamps, shadow: shadow)
    }
  }

  /// The paths of the shadow index, sorted.
  static func paths(shadow: String, git: GitProgram) async throws(WorkspaceError) -> [TreePath] {
    let call = GitCall("reading the index", in: shadow, ["ls-files", "--cached", "-z"])
    return try await git.output(call).split(separator: 0).map { TreePath($0) }
  }

  /// Writes the book.
  static func save(_ stamps: [TreePath: FileStamp], shadow: String) throws(WorkspaceError) {
    var bytes: [UInt8] = []
    for (path, stamp) in stamps {
      bytes += "\(stamp.inode) \(stamp.size) \(stamp.modified) \(stamp.changed) \(stamp.mode) ".utf8
      bytes += path.bytes
      bytes.append(0)
    }
    try StateFile.write(bytes, to: shadow + name)
  }

  /// Reads the book; empty when there is none.
  static func load(shadow: String) -> [TreePath: FileStamp] {
    guard let bytes = StateFile.read(shadow + name, limit: 256 << 20) else { return [:] }
    var stamps: [TreePath: FileStamp] = [:]
    for line in bytes.split(separator: 0) {
      let words = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
      guard words.count == 6 else { continue }
      let numbers = words[..<5].map { String(decoding: $0, as: UTF8.self) }
      guard
        let stamp = FileStamp(
          inode: UInt64(numbers[0]), size: Int64(numbers[1]), modified: Int64(numbers[2]), changed: Int64(numbers[3]),
          mode: UInt32(numbers[4]))
      else { continue }
      stamps[TreePath(words[5])] = stamp
    }
    return stamps
  }
}

internal import Glibc
internal import Platform

/// What the files looked like when their content was last taken, kept beside the shadow repository so that a restart reads nothing anew.
/// Only a cache: a lost or old book costs time. It is written whole, then added to; what was added counts only with the line behind it that names the tree
/// which it belongs to, so that a torn end is an older state and never a wrong one.
enum StampBook {
  private static let name = "/carrel-stamps"

  /// What a book says.
  struct Content {
    /// The tree that the stamps belong to; nil: what the shadow index holds.
    var tree: String?
    /// The files.
    var stamps: [TreePath: FileStamp] = [:]
  }

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

  /// Writes the book anew.
  /// - Parameter tree: what the stamps belong to; nil: what the shadow index holds.
  static func save(_ stamps: [TreePath: FileStamp], tree: String? = nil, shadow: String) throws(WorkspaceError) {
    var bytes: [UInt8] = []
    for (path, stamp) in stamps { line(path, stamp, &bytes) }
    bytes += "tree \(tree ?? "-")\0".utf8
    try StateFile.write(bytes, to: shadow + name)
  }

  /// Adds what changed: nil for files that are gone, or have to be read again.
  /// - Returns: how many bytes were added; 0 when the book could not be added to, which only costs time.
  static func add(_ changes: [TreePath: FileStamp?], tree: String, shadow: String) -> Int {
    var bytes: [UInt8] = []
    for (path, stamp) in changes { line(path, stamp, &bytes) }
    bytes += "tree \(tree)\0".utf8
    let file = open(shadow + name, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    return max(0, write(file, bytes, bytes.count))
  }

  /// Reads the book; empty when there is none.
  static func load(shadow: String) -> Content {
    var content = Content()
    guard let bytes = StateFile.read(shadow + name, limit: 256 << 20) else { return content }
    var pending: [(TreePath, FileStamp?)] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0) {
      let line = rest[..<end]
      rest = rest[(end + 1)...]
      let words = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
      if words.count == 2, words[0].elementsEqual("tree".utf8) {
        let tree = String(decoding: words[1], as: UTF8.self)
        content.tree = ObjectName.isValid(tree) ? tree : nil
        for (path, stamp) in pending { content.stamps[path] = stamp }
        pending = []
      } else if words.count == 6 {
        let numbers = words[..<5].map { String(decoding: $0, as: UTF8.self) }
        pending.append(
          (
            TreePath(words[5]),
            FileStamp(
              inode: UInt64(numbers[0]), size: Int64(numbers[1]), modified: Int64(numbers[2]), changed: Int64(numbers[3]),
              mode: UInt32(numbers[4]))
          ))
      }
    }
    return content
  }

  private static func line(_ path: TreePath, _ stamp: FileStamp?, _ bytes: inout [UInt8]) {
    if let stamp {
      bytes += "\(stamp.inode) \(stamp.size) \(stamp.modified) \(stamp.changed) \(stamp.mode) ".utf8
    } else {
      bytes += "- - - - - ".utf8
    }
    bytes += path.bytes
    bytes.append(0)
  }
}

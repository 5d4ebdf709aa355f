internal import Platform

/// Brings a tree of the shadow repository to a new state. Files are opened by us, beneath the workspace and never through a link, and their bytes are piped to
/// `git fast-import` with the names that changed: git itself never opens anything in a workspace, and reads of the old tree only the directories that change,
/// so that the cost is that of the change and not of the repository.
struct TreeWriter: Sendable {
  /// A file as it was taken.
  struct Taken: Sendable {
    var size: Int64
    /// Nil when it changed while it was read: it has to be read again next time.
    var stamp: FileStamp?
    var isLFSPointer: Bool
  }

  /// What came of it.
  struct Written: Sendable {
    var tree: String
    var taken: [TreePath: Taken] = [:]
    /// Files that were gone when they were to be read, were something else by then or became too large: they are not in the tree.
    var missing: [TreePath] = []
  }

  private struct Piece: Sendable {
    var path: TreePath
    var bytes: [UInt8]
    var mode: String
    var stamp: FileStamp?
  }

  let git: GitProgram
  let shadow: String
  let workspace: String
  let limits: SnapshotLimits

  /// Writes the tree.
  /// - Parameters:
  ///   - tree: what it was.
  ///   - removing: names that leave it.
  ///   - changed: files to read.
  ///   - submodules: submodules that come back, with their commits.
  func write(
    on tree: String, removing: Set<TreePath>, changed: [TreePath], submodules: [TreePath: String]
  ) async throws(WorkspaceError) -> Written {
    var result = Written(tree: tree)
    var rest = changed[...]
    var removing = removing.sorted()
    var submodules = submodules
    repeat {
      let (pieces, missing, used) = try await read(rest)
      rest = rest.dropFirst(used)
      result.missing += missing
      let gone = removing + missing
      if pieces.isEmpty, gone.isEmpty, submodules.isEmpty { continue }
      result.tree = try await store(pieces, removing: gone, submodules, on: result.tree)
      removing = []
      submodules = [:]
      for piece in pieces {
        let isPointer = piece.bytes.count < 1024 && piece.bytes.starts(with: "version https://git-lfs.github.com/spec/".utf8)
        result.taken[piece.path] = Taken(size: Int64(piece.bytes.count), stamp: piece.stamp, isLFSPointer: isPointer)
      }
    } while !rest.isEmpty
    return result
  }

  private func read(
    _ paths: ArraySlice<TreePath>
  ) async throws(WorkspaceError) -> (pieces: [Piece], missing: [TreePath], used: Int) {
    if paths.isEmpty { return ([], [], 0) }
    return try await runBlocking { () throws(WorkspaceError) in
      let root: OpenDirectory
      switch OpenDirectory.open(workspace) {
      case .success(let opened): root = opened
      case .failure(let reason): throw reason.error("reading the workspace \(workspace)")
      }
      var pieces: [Piece] = []
      var missing: [TreePath] = []
      var bytes = 0
      var used = 0
      for path in paths {
        if bytes >= limits.batch || used >= 20_000 { break }
        used += 1
        if let piece = piece(path, root) {
          pieces.append(piece)
          bytes += piece.bytes.count
        } else {
          missing.append(path)
        }
      }
      return (pieces, missing, used)
    }
  }

  private func piece(_ path: TreePath, _ root: OpenDirectory) -> Piece? {
    guard case .success(let directory) = root.descend(path.parent ?? TreePath("")) else { return nil }
    let name = Array(path.name)
    guard let before = directory.stat(name) else { return nil }
    switch before.kind {
    case .link:
      guard let target = directory.link(name) else { return nil }
      return Piece(path: path, bytes: target, mode: before.gitMode, stamp: directory.stat(name) == before ? before : nil)
    case .regular:
      guard let file = directory.read(name, limit: Int(limits.taken)) else { return nil }
      return Piece(path: path, bytes: file.bytes, mode: file.stamp.gitMode, stamp: file.isStable ? file.stamp : nil)
    case .directory, .special: return nil
    }
  }

  /// One call: the blobs, then a commit of no interest that begins with the old tree, takes names out and puts the new ones in; asked for its tree.
  private func store(
    _ pieces: [Piece], removing: [TreePath], _ submodules: [TreePath: String], on tree: String
  ) async throws(WorkspaceError) -> String {
    var input: [UInt8] = []
    input.reserveCapacity(pieces.reduce(4096) { $0 + $1.bytes.count + $1.path.bytes.count * 2 + 64 })
    for (index, piece) in pieces.enumerated() {
      input += "blob\nmark :\(index + 1)\ndata \(piece.bytes.count)\n".utf8
      input += piece.bytes
      input.append(UInt8(ascii: "\n"))
    }
    input += "commit refs/carrel/live\ncommitter carrel <carrel@localhost> 0 +0000\ndata 0\nM 040000 \(tree) \n".utf8
    for path in removing {
      input += "D ".utf8
      TreeWriter.quote(path, &input)
    }
    for (index, piece) in pieces.enumerated() {
      input += "M \(piece.mode) :\(index + 1) ".utf8
      TreeWriter.quote(piece.path, &input)
    }
    for (path, commit) in submodules {
      input += "M 160000 \(commit) ".utf8
      TreeWriter.quote(path, &input)
    }
    input += "ls \"\"\n".utf8
    StateFile.deleteFile(shadow + "/refs/carrel/live.lock")
    var call = GitCall("storing what changed", in: shadow, ["fast-import", "--quiet", "--force"])
    call.input = input
    call.seconds = 300
    let words = try await git.line(call).split(whereSeparator: { $0 == " " || $0 == "\t" })
    if words.count >= 3, words[1] == "tree", ObjectName.isValid(String(words[2])) { return String(words[2]) }
    // A tree without any file is told as missing.
    return try await git.line(GitCall("reading the new tree", in: shadow, ["rev-parse", "--verify", "--quiet", "refs/carrel/live^{tree}"]))
  }

  /// A path as git-fast-import(1) reads it: quoted, with octal escapes.
  static func quote(_ path: TreePath, _ text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    for byte in path.bytes {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
      case 0x20..<0x7F: text.append(byte)
      default: text += [UInt8(ascii: "\\"), 48 + (byte >> 6), 48 + (byte >> 3 & 7), 48 + (byte & 7)]
      }
    }
    text += "\"\n".utf8
  }
}

internal import Platform

/// Puts the content of files into the shadow repository. Files are opened by us, beneath the workspace and never through a link, and
/// their bytes are piped to `git fast-import`: git itself never opens anything in a workspace.
struct BlobWriter: Sendable {
  /// A file as it was taken.
  struct Taken: Sendable {
    var blob: String
    var mode: String
    /// Nil when it changed while it was read: it has to be read again next time.
    var stamp: FileStamp?
    var isLFSPointer: Bool
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

  /// Takes the files; those that are gone, are something else by now or became too large are not in the answer.
  func write(_ paths: [TreePath]) async throws(WorkspaceError) -> [TreePath: Taken] {
    var result: [TreePath: Taken] = [:]
    var rest = paths[...]
    while !rest.isEmpty {
      let (pieces, used) = try await read(rest)
      rest = rest.dropFirst(used)
      guard !pieces.isEmpty else { continue }
      let blobs = try await store(pieces.map(\.bytes))
      guard blobs.count == pieces.count else {
        throw .git(doing: "storing changed files", detail: "git answered for \(blobs.count) of \(pieces.count) files")
      }
      for (piece, blob) in zip(pieces, blobs) {
        let isPointer = piece.bytes.count < 1024 && piece.bytes.starts(with: "version https://git-lfs.github.com/spec/".utf8)
        result[piece.path] = Taken(blob: blob, mode: piece.mode, stamp: piece.stamp, isLFSPointer: isPointer)
      }
    }
    return result
  }

  private func read(_ paths: ArraySlice<TreePath>) async throws(WorkspaceError) -> (pieces: [Piece], used: Int) {
    try await runBlocking { () throws(WorkspaceError) in
      let root: OpenDirectory
      switch OpenDirectory.open(workspace) {
      case .success(let opened): root = opened
      case .failure(let reason): throw reason.error("reading the workspace \(workspace)")
      }
      var pieces: [Piece] = []
      var bytes = 0
      var used = 0
      for path in paths {
        if bytes >= limits.batch || used >= 20_000 { break }
        used += 1
        guard case .success(let directory) = root.descend(path.parent ?? TreePath("")) else { continue }
        let name = Array(path.name)
        guard let before = directory.stat(name) else { continue }
        switch before.kind {
        case .link:
          guard let target = directory.link(name) else { continue }
          pieces.append(Piece(path: path, bytes: target, mode: before.gitMode, stamp: directory.stat(name) == before ? before : nil))
        case .regular:
          guard let file = directory.read(name, limit: Int(limits.taken)) else { continue }
          pieces.append(Piece(path: path, bytes: file.bytes, mode: file.stamp.gitMode, stamp: file.isStable ? file.stamp : nil))
        case .directory, .special: continue
        }
        bytes += pieces.last?.bytes.count ?? 0
      }
      return (pieces, used)
    }
  }

  private func store(_ contents: [[UInt8]]) async throws(WorkspaceError) -> [String] {
    var input: [UInt8] = []
    input.reserveCapacity(contents.reduce(0) { $0 + $1.count + 64 })
    for (index, content) in contents.enumerated() {
      input += "blob\nmark :\(index + 1)\ndata \(content.count)\n".utf8
      input += content
      input += "\nget-mark :\(index + 1)\n".utf8
    }
    var call = GitCall("storing changed files", in: shadow, ["fast-import", "--quiet"])
    call.input = input
    call.seconds = 300
    return String(decoding: try await git.output(call), as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

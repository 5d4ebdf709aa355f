internal import CSystem
internal import Glibc
internal import Platform

/// Copies trees with two threads, sharing blocks where the file system can (`cs_copy_tree`). Blocks.
package enum TreeCopier {
  /// What was copied.
  package struct Result: Sendable {
    /// Regular files, links and directories.
    package var entries: Int64 = 0
    /// Bytes of contents.
    package var bytes: Int64 = 0
    /// FIFOs, sockets and devices, which were left out.
    package var skipped: Int64 = 0
    /// Whether blocks are shared with the originals.
    package var sharesBlocks = false
    /// The copies as they look, by their path below the top.
    var stamps: [TreePath: FileStamp] = [:]
  }

  /// Copies the content of a directory into another one, which has to be empty.
  /// - Parameters:
  ///   - notes: whether `stamps` is wanted; never for what is called `unnoted` at the top.
  ///   - sharing: whether sharing of blocks is tried.
  /// - Throws: the first failure, with the path; what was made stays.
  @discardableResult
  static func copy(
    _ source: String, to target: String, notes: Bool = false, unnoted: String = ".git", sharing: Bool = true, limit: Int64 = 4_000_000
  ) throws(WorkspaceError) -> Result {
    let doing = "copying the tree of \(source)"
    let from: OpenDirectory
    let to: OpenDirectory
    switch OpenDirectory.open(source) {
    case .success(let opened): from = opened
    case .failure(let reason): throw reason.error(doing)
    }
    switch OpenDirectory.open(target) {
    case .success(let opened): to = opened
    case .failure(let reason): throw reason.error(doing)
    }
    var copy = cs_tree_copy()
    copy.source = from.descriptor
    copy.target = to.descriptor
    copy.threads = 2
    copy.notes = notes ? 1 : 0
    copy.limit = limit
    copy.clones = sharing ? 1 : 0
    let code = unnoted.withCString { name in
      copy.unnoted = name
      return cs_copy_tree(&copy)
    }
    defer { cs_copy_tree_free(&copy) }
    guard code == 0 else {
      // A name of the tree is not for a message unless it is text.
      let failed = copy.failed.map { ", at " + (String(validatingCString: $0) ?? "a name that is no text") } ?? ""
      throw SystemFailure(-code).error(doing + failed)
    }
    var result = Result()
    result.entries = copy.files + copy.links + copy.directories
    result.bytes = copy.bytes
    result.skipped = copy.skipped
    result.sharesBlocks = copy.has_cloned != 0
    result.stamps.reserveCapacity(copy.copied_count)
    for file in UnsafeBufferPointer(start: copy.copied, count: copy.copied_count) {
      let path = UnsafeRawBufferPointer(start: file.path, count: Int(file.length))
      result.stamps[TreePath(Array(path))] = FileStamp(copied: file)
    }
    return result
  }

  /// A bare copy, for comparison.
  /// - Throws: `WorkspaceError.files` or `.diskFull`.
  package static func copyTree(_ source: String, to target: String) throws(WorkspaceError) -> Result {
    try StateFile.makeNewDirectory(target)
    return try copy(source, to: target)
  }
}

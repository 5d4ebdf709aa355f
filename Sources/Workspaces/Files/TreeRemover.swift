internal import CSystem
internal import Glibc
internal import Platform

/// Deletes directory trees: by descriptors, never through links, never into another file system, at any depth, and with directories
/// that deny access. Blocks. What cannot be deleted stays, and the first reason is given.
struct TreeRemover {
  /// How deep directories are followed before they are moved up to the top.
  private let maximumDepth = 64
  private var moved = 0
  private var failure: WorkspaceError?
  private let root: OpenDirectory
  private let device: UInt64

  /// Deletes what is called `name` in the directory.
  /// - Throws: the first reason why something could not be deleted.
  static func remove(_ name: String, in parent: OpenDirectory) throws(WorkspaceError) {
    let bytes = Array(name.utf8)
    guard let stamp = parent.stat(bytes) else { return }
    if stamp.kind != .directory {
      guard parent.withName(bytes, { unlinkat(parent.descriptor, $0, 0) }) == 0 || errno == ENOENT else {
        throw SystemFailure(errno).error("deleting \(name)")
      }
      return
    }
    switch TreeRemover.opened(bytes, in: parent) {
    case .failure(let failure): throw failure.error("deleting \(name)")
    case .success(let root):
      var remover = TreeRemover(root: root, device: stamp.device)
      remover.empty(root, depth: 0)
      if let failure = remover.failure { throw failure }
      guard parent.withName(bytes, { unlinkat(parent.descriptor, $0, AT_REMOVEDIR) }) == 0 || errno == ENOENT else {
        throw SystemFailure(errno).error("deleting \(name)")
      }
    }
  }

  private init(root: OpenDirectory, device: UInt64) {
    self.root = root
    self.device = device
  }

  private mutating func empty(_ directory: OpenDirectory, depth: Int) {
    // Directories that were moved up appear in the root while it is read: read it until nothing is left or nothing changes.
    repeat {
      let before = moved
      switch directory.names() {
      case .failure(let reason):
        note(reason, [])
        return
      case .success(let names):
        for name in names { remove(name, in: directory, depth: depth) }
      }
      if depth > 0 || moved == before { return }
    } while failure == nil
  }

  private mutating func remove(_ name: [UInt8], in directory: OpenDirectory, depth: Int) {
    if directory.withName(name, { unlinkat(directory.descriptor, $0, 0) }) == 0 || errno == ENOENT { return }
    let reason = SystemFailure(errno)
    guard let stamp = directory.stat(name) else { return }
    guard stamp.kind == .directory else {
      note(reason, name)
      return
    }
    if stamp.device != device, directory.withName(name, { cs_is_subvolume(directory.descriptor, $0) }) == 1 {
      removeSubvolume(name, in: directory)
      return
    }
    guard stamp.device == device else {
      failure = failure ?? .notOurs(path: String(decoding: name, as: UTF8.self), reason: "another file system is mounted there")
      return
    }
    if depth >= maximumDepth {
      moved += 1
      let up = Array(".carrel-deep-\(moved)".utf8)
      func rename() -> Int32 {
        directory.withName(name) { from in root.withName(up) { renameat(directory.descriptor, from, root.descriptor, $0) } }
      }
      if rename() == 0 { return }
      _ = directory.withName(name) { fchmodat(directory.descriptor, $0, 0o700, AT_SYMLINK_NOFOLLOW) }
      if rename() != 0 { note(SystemFailure(errno), name) }
      return
    }
    switch TreeRemover.opened(name, in: directory) {
    case .failure(let reason): note(reason, name)
    case .success(let child): empty(child, depth: depth + 1)
    }
    if directory.withName(name, { unlinkat(directory.descriptor, $0, AT_REMOVEDIR) }) != 0, errno != ENOENT {
      // Not empty is what a failure inside leaves behind; it was noted there.
      if errno != ENOTEMPTY || failure == nil { note(SystemFailure(errno), name) }
    }
  }

  /// A subvolume of btrfs, as workspaces are there: at once where we may, like any directory else.
  private mutating func removeSubvolume(_ name: [UInt8], in directory: OpenDirectory) {
    if directory.withName(name, { cs_subvolume_delete(directory.descriptor, $0) }) == 0 { return }
    switch TreeRemover.opened(name, in: directory) {
    case .failure(let reason): note(reason, name)
    case .success(let child):
      var remover = TreeRemover(root: child, device: child.stat()?.device ?? 0)
      remover.empty(child, depth: 0)
      failure = failure ?? remover.failure
      if directory.withName(name, { unlinkat(directory.descriptor, $0, AT_REMOVEDIR) }) != 0, failure == nil {
        note(SystemFailure(errno), name)
      }
    }
  }

  /// Opens a directory for reading and deleting in it, giving us the rights to first.
  private static func opened(_ name: [UInt8], in directory: OpenDirectory) -> Result<OpenDirectory, SystemFailure> {
    var result = directory.directory(name)
    if case .failure(let reason) = result, reason.code == EACCES || reason.code == EPERM {
      _ = directory.withName(name) { fchmodat(directory.descriptor, $0, 0o700, AT_SYMLINK_NOFOLLOW) }
      result = directory.directory(name)
    }
    if case .success(let child) = result, let stamp = child.stat(), stamp.mode & 0o700 != 0o700 { fchmod(child.descriptor, 0o700) }
    return result
  }

  private mutating func note(_ reason: SystemFailure, _ name: [UInt8]) {
    failure = failure ?? reason.error("deleting \(String(decoding: name, as: UTF8.self))")
  }
}

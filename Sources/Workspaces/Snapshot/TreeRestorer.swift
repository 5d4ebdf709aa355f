internal import Glibc
internal import Platform

/// Sets the files of a workspace to those of a tree: only what differs is touched, by us and by descriptors; git only says what differs and gives the contents.
struct TreeRestorer: Sendable {
  let git: GitProgram
  let shadow: String
  let workspace: String

  private struct Change: Sendable {
    var path: TreePath
    /// Nil: it is not in the tree.
    var file: (mode: String, blob: String)?
  }

  /// Goes from one tree, which the workspace holds, to another.
  /// - Returns: what could not be set back, since a directory with other content is in its way.
  /// - Throws: `noSuchObject`; what the file system refused.
  func restore(from present: String, to target: String) async throws(WorkspaceError) -> [TreePath] {
    let changes = try await changes(from: present, to: target)
    let gone = changes.filter { $0.file == nil }.map(\.path)
    try await runBlocking { () throws(WorkspaceError) in
      let root = try root()
      for path in gone { try remove(path, root) }
      // Before anything is put: a file may come where a directory was.
      for path in gone { removeEmptyDirectories(above: path, root) }
    }
    var stuck: [TreePath] = []
    var rest = changes.filter { $0.file != nil }[...]
    while !rest.isEmpty {
      let piece = rest.prefix(500)
      rest = rest.dropFirst(piece.count)
      stuck += try await put(Array(piece))
    }
    return stuck
  }

  private func changes(from present: String, to target: String) async throws(WorkspaceError) -> [Change] {
    for name in [present, target] where !ObjectName.isValid(name) { throw .noSuchObject(name) }
    let call = GitCall(
      "comparing the files", in: shadow,
      ["diff-tree", "-r", "--no-renames", "-z", "--raw", "--no-abbrev", "--no-ext-diff", "--no-textconv", present, target])
    let outcome = try await git.outcome(call)
    guard outcome.code == 0, let output = DiffTreeOutput(outcome.output) else { throw .noSuchObject(target) }
    return output.entries.filter { $0.newMode != "160000" && $0.oldMode != "160000" }.map { entry in
      Change(path: entry.path, file: entry.status == "D" ? nil : (entry.newMode, entry.newBlob))
    }
  }

  /// Writes files in pieces that fit into memory.
  private func put(_ changes: [Change]) async throws(WorkspaceError) -> [TreePath] {
    var stuck: [TreePath] = []
    var sizes = GitCall("reading the sizes of files", in: shadow, ["cat-file", "--batch-check=%(objectsize)"])
    sizes.input = changes.flatMap { Array(($0.file?.blob ?? "").utf8) + [10] }
    let numbers = String(decoding: try await git.output(sizes), as: UTF8.self).split(separator: "\n").map { Int($0) ?? 0 }
    guard numbers.count == changes.count else {
      throw .git(doing: sizes.doing, detail: "git answered for \(numbers.count) of \(changes.count) files")
    }
    var first = 0
    while first < changes.count {
      var end = first
      var bytes = 0
      while end < changes.count, end == first || bytes + numbers[end] <= 32 << 20 {
        bytes += numbers[end]
        end += 1
      }
      let piece = Array(changes[first..<end])
      let contents = try await contents(of: piece)
      stuck += try await runBlocking { () throws(WorkspaceError) in
        let root = try root()
        var stuck: [TreePath] = []
        for (change, content) in zip(piece, contents) where try !write(change.path, content, mode: change.file?.mode ?? "", root) {
          stuck.append(change.path)
        }
        return stuck
      }
      first = end
    }
    return stuck
  }

  private func contents(of changes: [Change]) async throws(WorkspaceError) -> [[UInt8]] {
    var call = GitCall("reading the files", in: shadow, ["cat-file", "--batch"])
    call.input = changes.flatMap { Array(($0.file?.blob ?? "").utf8) + [10] }
    var rest = try await git.output(call)[...]
    var contents: [[UInt8]] = []
    for change in changes {
      guard let end = rest.firstIndex(of: 10) else { break }
      let words = rest[..<end].split(separator: 32)
      guard words.count == 3, let size = Int(String(decoding: words[2], as: UTF8.self)), rest.count > size + (end - rest.startIndex) + 1
      else {
        throw .noSuchObject(change.file?.blob ?? "")
      }
      contents.append(Array(rest[(end + 1)..<(end + 1 + size)]))
      rest = rest[(end + 2 + size)...]
    }
    guard contents.count == changes.count else {
      throw .git(doing: call.doing, detail: "git answered for \(contents.count) of \(changes.count) files")
    }
    return contents
  }

  // MARK: Files

  private func root() throws(WorkspaceError) -> OpenDirectory {
    switch OpenDirectory.open(workspace) {
    case .success(let root): return root
    case .failure(let reason): throw reason.error("setting the files back")
    }
  }

  private func remove(_ path: TreePath, _ root: OpenDirectory) throws(WorkspaceError) {
    guard case .success(let directory) = root.descend(path.parent ?? TreePath("")) else { return }
    if directory.withName(Array(path.name), { unlinkat(directory.descriptor, $0, 0) }) == 0 { return }
    let reason = SystemFailure(errno)
    if reason.code != ENOENT, reason.code != EISDIR { throw reason.error("deleting \(path.text)") }
  }

  private func removeEmptyDirectories(above path: TreePath, _ root: OpenDirectory) {
    var current = path.parent
    while let directory = current {
      guard case .success(let parent) = root.descend(directory.parent ?? TreePath("")),
        parent.withName(Array(directory.name), { unlinkat(parent.descriptor, $0, AT_REMOVEDIR) }) == 0 || errno == ENOENT
      else { return }
      current = directory.parent
    }
  }

  /// Puts a file in its place. False when a directory that is not empty is there.
  private func write(_ path: TreePath, _ content: [UInt8], mode: String, _ root: OpenDirectory) throws(WorkspaceError) -> Bool {
    let doing = "setting \(path.text) back"
    guard let directory = try parent(of: path, root) else { return false }
    let name = Array(path.name)
    let partial = Array(".carrel-\(StateFile.token())".utf8)
    if mode == "120000" {
      let made = directory.withName(content) { target in
        directory.withName(partial) { symlinkat(target, directory.descriptor, $0) }
      }
      guard made == 0 else { throw SystemFailure(errno).error(doing) }
    } else {
      try writeFile(content, partial, mode: mode == "100755" ? 0o755 : 0o644, directory, doing)
    }
    func place() -> Int32 {
      directory.withName(partial) { from in directory.withName(name) { renameat(directory.descriptor, from, directory.descriptor, $0) } }
    }
    if place() == 0 { return true }
    var reason = SystemFailure(errno)
    if reason.code == EISDIR || reason.code == ENOTEMPTY || reason.code == EEXIST {
      _ = directory.withName(name) { unlinkat(directory.descriptor, $0, AT_REMOVEDIR) }
      if place() == 0 { return true }
      reason = SystemFailure(errno)
    }
    _ = directory.withName(partial) { unlinkat(directory.descriptor, $0, 0) }
    if reason.code == EISDIR || reason.code == ENOTEMPTY || reason.code == EEXIST { return false }
    throw reason.error(doing)
  }

  private func writeFile(
    _ content: [UInt8], _ name: [UInt8], mode: mode_t, _ directory: OpenDirectory, _ doing: String
  ) throws(WorkspaceError) {
    let file = directory.withName(name) { openat(directory.descriptor, $0, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600) }
    guard file >= 0 else { throw SystemFailure(errno).error(doing) }
    defer { close(file) }
    var written = 0
    while written < content.count {
      let count = content.withUnsafeBytes { Glibc.write(file, $0.baseAddress?.advanced(by: written), content.count - written) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let reason = SystemFailure(errno)
        _ = directory.withName(name) { unlinkat(directory.descriptor, $0, 0) }
        throw reason.error(doing)
      }
      written += count
    }
    fchmod(file, mode)
  }

  /// The directory for a path, made where it is missing; nil when something that is no directory and cannot be taken away is in the way.
  private func parent(of path: TreePath, _ root: OpenDirectory) throws(WorkspaceError) -> OpenDirectory? {
    var current = root
    for part in (path.parent?.bytes ?? []).split(separator: UInt8(ascii: "/")) {
      let name = Array(part)
      if case .success(let next) = current.openedDirectory(name) {
        current = next
        continue
      }
      // A special file, or a link that appeared: what a tree holds was taken away before.
      if let stamp = current.stat(name), stamp.kind != .directory { _ = current.withName(name) { unlinkat(current.descriptor, $0, 0) } }
      _ = current.withName(name) { mkdirat(current.descriptor, $0, 0o755) }
      guard case .success(let next) = current.openedDirectory(name) else { return nil }
      current = next
    }
    return current
  }
}

internal import Platform

/// What a shared setup has left in a template, so that none of it counts as an agent's change: tracked files are put back as the commit has them, new files that the base's
/// rules do not ignore stay and are ignored one by one. A file that an agent adds beside them is a change as everywhere.
struct SetupResult: Sendable {
  let git: GitProgram
  /// With `ws` and `git`.
  let directory: String

  private struct Found: Sendable {
    var files: Set<TreePath> = []
    var changed: [TreePath] = []
  }

  /// Does it.
  /// - Returns: what has to be said to those who work there.
  func settle() async throws(WorkspaceError) -> [String] {
    let (workspace, shadow) = (directory + "/ws", directory + "/git")
    let index = Set(try await StampBook.paths(shadow: shadow, git: git))
    let before = await runBlocking { [stamps] in stamps() }
    let cone = SparseCone.read(shadow: shadow)
    let found = try await runBlocking { () throws(WorkspaceError) in
      var found = Found()
      guard case .success(let root) = OpenDirectory.open(workspace) else { return found }
      try SetupResult.walk(root, TreePath(""), depth: 0, &found.files)
      for path in index where cone?.includes(path) != false {
        guard let stamp = before[path] else { continue }
        let now: FileStamp?
        if case .success(let parent) = root.descend(path.parent ?? TreePath("")) { now = parent.stat(Array(path.name)) } else { now = nil }
        if now?.matches(stamp) != true { found.changed.append(path) }
      }
      return found
    }
    var remarks: [String] = []
    if !found.changed.isEmpty {
      var call = GitCall("putting tracked files back", in: shadow, ["checkout-index", "-q", "-f", "-z", "--stdin"])
      call.workTree = workspace
      call.directory = workspace
      call.input = found.changed.sorted().flatMap { $0.bytes + [0] }
      call.seconds = 300
      try await git.output(call)
      let names = found.changed.sorted().prefix(5).map(\.text).joined(separator: ", ")
      remarks.append("the shared setup changed \(found.changed.count) tracked files, which were put back: \(names)")
    }
    let new = found.files.subtracting(index).sorted()
    let ignored = try await IgnoreRules(shadow: shadow, git: git).ignored(new.map(\.bytes))
    let rules = new.filter { !ignored.contains($0.bytes) }
    if !rules.isEmpty {
      try StateFile.write(rules.flatMap { SetupResult.rule($0) }, to: shadow + "/info/exclude")
      remarks.append("the shared setup made \(rules.count) files that the repository does not ignore; they are no part of the change")
    }
    try await StampBook.prime(shadow: shadow, workspace: workspace, git: git)
    return remarks
  }

  private func stamps() -> [TreePath: FileStamp] { StampBook.load(shadow: directory + "/git").stamps }

  /// Every file and link below a directory but what is in a `.git`.
  private static func walk(_ directory: OpenDirectory, _ path: TreePath, depth: Int, _ files: inout Set<TreePath>) throws(WorkspaceError) {
    guard depth < SnapshotLimits().depth, case .success(let names) = directory.names() else { return }
    for name in names where !PathSafety.isRepositoryName(name) {
      guard let stamp = directory.stat(name) else { continue }
      let child = path.appending(name)
      switch stamp.kind {
      case .regular, .link: files.insert(child)
      case .directory: if case .success(let next) = directory.openedDirectory(name) { try walk(next, child, depth: depth + 1, &files) }
      case .special: break
      }
      if files.count > 400_000 { throw .tooManyFiles(limit: 400_000) }
    }
  }

  /// An ignore rule for exactly this path; a line end, which no rule can hold, matches as any byte.
  private static func rule(_ path: TreePath) -> [UInt8] {
    var line: [UInt8] = [UInt8(ascii: "/")]
    for byte in path.bytes {
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        line.append(UInt8(ascii: "?"))
        continue
      }
      if "*?[]\\ ".utf8.contains(byte) { line.append(UInt8(ascii: "\\")) }
      line.append(byte)
    }
    return line + [UInt8(ascii: "\n")]
  }
}

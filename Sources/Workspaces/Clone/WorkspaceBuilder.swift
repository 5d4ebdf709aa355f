internal import Model
internal import Platform

/// Makes the directory of a task: shadow repository, tree, the tree's own `.git`, home, log. Everything is built under another name and
/// renamed at the end, so that a killed service leaves either a whole workspace or a `.new-` directory that the next start clears away.
struct WorkspaceBuilder: Sendable {
  let layout: StateLayout
  let git: GitProgram
  /// Bytes that have to stay free.
  let reserve: Int64

  /// Builds the workspace.
  /// - Parameters:
  ///   - tree: the tree that lies in the workspace instead of the base's, for undelete. Has to be in `bundle`.
  ///   - bundle: a bundle that is unpacked into the shadow repository first.
  func build(
    _ task: TaskID, from base: BaseCommit, location: RepositoryLocation, seconds: Double, bundle: String? = nil, tree: String? = nil
  ) async throws(WorkspaceError) -> PreparedWorkspace {
    let directory = layout.directory(of: task)
    guard !StateFile.exists(directory) else { throw .occupied(directory) }
    let content = try await BaseTree.read(base.commit, in: base.mirror, git: git, withSizes: true)
    try checkSpace(for: content, task)
    let partial = "\(layout.tasks)/.new-\(task)-\(StateFile.token())"
    try StateFile.makeNewDirectory(partial)
    do throws(WorkspaceError) {
      let prepared = try await fill(
        partial, task, base, content, location: location, seconds: seconds, bundle: bundle, tree: tree)
      try StateFile.move(partial, to: directory)
      return prepared
    } catch {
      let layout = layout
      await runBlocking {
        // What was half made is in nobody's use; what cannot be deleted now goes at the next start.
        if case .success(let tasks) = OpenDirectory.open(layout.tasks), let slash = partial.lastIndex(of: "/") {
          try? TreeRemover.remove(String(partial[partial.index(after: slash)...]), in: tasks)
        }
      }
      throw error
    }
  }

  private func fill(
    _ partial: String, _ task: TaskID, _ base: BaseCommit, _ content: BaseTree, location: RepositoryLocation, seconds: Double,
    bundle: String?, tree: String?
  ) async throws(WorkspaceError) -> PreparedWorkspace {
    let format = base.commit.utf8.count == 64 ? "sha256" : "sha1"
    let shallow = StateFile.read(base.mirror + "/shallow")
    let objects = base.mirror + "/objects"
    let shadow = partial + "/git"
    let workspace = partial + "/ws"
    for name in ["ws", "home", "log"] { try StateFile.makeNewDirectory("\(partial)/\(name)") }
    try BareRepository.make(at: shadow, format: format, alternates: objects, shallow: shallow)
    if let bundle {
      try await git.output(GitCall("unpacking the sealed work of \(task)", in: shadow, ["bundle", "unbundle", bundle]))
    }
    try await checkOut(base.commit, shadow, workspace, seconds)
    try await makeRepository(of: workspace, shadow: shadow, base: base, format: format, objects: objects, shallow: shallow)
    if let tree { try await checkOut(tree, shadow, workspace, seconds) }
    try await IgnoreRules.prepare(shadow: shadow, base: base.commit, rules: content.ignoreRules, git: git)
    try await StampBook.prime(shadow: shadow, workspace: workspace, git: git)
    let remarks = try await remarks(content, base, isShallow: shallow != nil)
    guard case .success(let opened) = OpenDirectory.open(partial), let stamp = opened.stat() else {
      throw .files(doing: "making the workspace of \(task)", reason: "its directory is gone")
    }
    let marker = WorkspaceMarker(
      task: task, inode: stamp.inode, token: StateFile.token(), base: base.commit, branch: base.branch, location: location,
      mirror: base.mirror, remarks: remarks)
    try StateFile.write(marker.bytes, to: partial + "/" + WorkspaceMarker.name, isDurable: true)
    return marker.workspace(layout)
  }

  /// Writes a tree's files with the neutral attributes of the shadow repository: the bytes in the workspace are the bytes in git.
  private func checkOut(_ tree: String, _ shadow: String, _ workspace: String, _ seconds: Double) async throws(WorkspaceError) {
    var call = GitCall("writing the files of \(tree.prefix(10))", in: shadow, ["read-tree", "--reset", "-u", tree])
    call.workTree = workspace
    call.directory = workspace
    call.seconds = seconds
    try await git.output(call)
  }

  /// The agent's own `.git`: the mirror's objects to read, nothing of it to write, no remote, no identity, no hook.
  private func makeRepository(
    of workspace: String, shadow: String, base: BaseCommit, format: String, objects: String, shallow: [UInt8]?
  ) async throws(WorkspaceError) {
    let repository = workspace + "/.git"
    try BareRepository.make(at: repository, format: format, alternates: objects, shallow: shallow)
    try StateFile.write(BareRepository.configuration(format: format, isBare: false), to: repository + "/config")
    // Content passes unchanged, as in the shadow repository; how diffs are shown is the tree's own business.
    try StateFile.write(Array("* !filter !text !eol !ident !working-tree-encoding\n".utf8), to: repository + "/info/attributes")
    var lines: [UInt8] = []
    let call = GitCall(
      "listing the branches", in: base.mirror, ["for-each-ref", "--format=%(objectname) %(refname)", "refs/heads", "refs/tags"])
    for line in String(decoding: try await git.output(call), as: UTF8.self).split(separator: "\n") {
      guard let space = line.firstIndex(of: " ") else { continue }
      let name = line[line.index(after: space)...]
      let shown = name.hasPrefix("refs/heads/") ? "refs/remotes/origin/" + name.dropFirst(11) : String(name)
      lines += "\(line[..<space]) \(shown)\n".utf8
    }
    if let branch = base.branch {
      lines += "\(base.commit) refs/heads/\(branch)\n".utf8
      try StateFile.write(Array("ref: refs/heads/\(branch)\n".utf8), to: repository + "/HEAD")
    } else {
      try StateFile.write(Array("\(base.commit)\n".utf8), to: repository + "/HEAD")
    }
    try StateFile.write(lines, to: repository + "/packed-refs")
    if let index = StateFile.read(shadow + "/index", limit: 1 << 30) { try StateFile.write(index, to: repository + "/index") }
  }

  private func checkSpace(for content: BaseTree, _ task: TaskID) throws(WorkspaceError) {
    // Files on disk end at a block: half a block more each.
    let needed = content.bytes + Int64(content.files.count) * 2048 + reserve
    guard let free = DiskSpace.free(at: layout.tasks), free < needed else { return }
    throw .diskFull(doing: "making the workspace of \(task)", needed: needed, free: free)
  }

  private func remarks(_ content: BaseTree, _ base: BaseCommit, isShallow: Bool) async throws(WorkspaceError) -> [String] {
    var remarks: [String] = []
    if !content.submodules.isEmpty {
      let names = content.submodules.keys.sorted().prefix(5).map(\.text).joined(separator: ", ")
      remarks.append("submodules are empty directories in the workspace: \(names)")
    }
    if isShallow { remarks.append("the source is a shallow clone: only a part of its history is there") }
    if content.hasAttributes {
      var call = GitCall("reading the attributes", in: base.mirror, ["cat-file", "blob", base.commit + ":.gitattributes"])
      call.outputLimit = 8 << 20
      let outcome = try await git.outcome(call)
      if String(decoding: outcome.output, as: UTF8.self).contains("filter=lfs") {
        remarks.append("files kept in Git LFS are in the workspace as pointers, not with their content")
      }
    }
    return remarks
  }
}

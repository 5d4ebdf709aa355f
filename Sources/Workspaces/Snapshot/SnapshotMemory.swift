internal import Model

/// What is remembered of a task's workspace between two snapshots. Losing it costs one full reading.
struct SnapshotMemory: Sendable {
  /// The base's tree.
  var base: BaseTree
  /// The paths of the shadow index that are no submodules.
  var index: Set<TreePath>
  /// The submodules that the shadow index still has.
  var submodules: Set<TreePath>
  /// The files as they were last taken.
  var stamps: [TreePath: FileStamp]
  /// Directories that neither the base nor the index has: whether they are ignored.
  var verdicts: [TreePath: Bool] = [:]
  /// Ignored files.
  var ignored: Set<TreePath> = []
  /// Files whose content is a Git LFS pointer.
  var pointers: Set<TreePath> = []
  /// What is in the workspace and not in the tree.
  var left: [DiffFile] = []
  /// Repositories inside the workspace.
  var repositories: Set<TreePath> = []
  /// The last listing.
  var listing: DiffListing?

  /// Reads the base and the index of a shadow repository.
  static func load(_ marker: WorkspaceMarker, shadow: String, git: GitProgram) async throws(WorkspaceError) -> SnapshotMemory {
    let base = try await BaseTree.read(marker.base, in: shadow, git: git, withSizes: false)
    if !StateFile.exists(shadow + "/index") {
      try await git.output(GitCall("making the index anew", in: shadow, ["read-tree", marker.base]))
    }
    var call = GitCall("reading the index", in: shadow, ["ls-files", "--stage", "-z"])
    call.seconds = 60
    var index: Set<TreePath> = []
    var submodules: Set<TreePath> = []
    let cone = SparseCone.read(shadow: shadow)
    for line in try await git.output(call).split(separator: 0) {
      guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { continue }
      let path = TreePath(line[(tab + 1)...])
      if line.starts(with: "160000".utf8) { submodules.insert(path) } else if cone?.includes(path) != false { index.insert(path) }
    }
    let stamps = StampBook.load(shadow: shadow).filter { index.contains($0.key) }
    return SnapshotMemory(base: base, index: index, submodules: submodules, stamps: stamps)
  }

  /// The directories that are always entered.
  var trackedDirectories: Set<TreePath> {
    var directories: Set<TreePath> = []
    for paths in [base.files, index] {
      for path in paths {
        var parent = path.parent
        while let directory = parent, directories.insert(directory).inserted { parent = directory.parent }
      }
    }
    return directories
  }
}

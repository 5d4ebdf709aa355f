internal import Platform

/// One walk through a workspace: descriptors only, no link followed, `.git` never entered. Blocks.
struct TreeWalk {
  /// Regular files and links.
  private(set) var files: [TreePath: FileStamp] = [:]
  /// Directories of which it is not known yet whether they are ignored; they were not entered.
  private(set) var undecided: [TreePath] = []
  /// FIFOs, sockets, devices.
  private(set) var specials: [TreePath] = []
  /// Names that git does not take.
  private(set) var refused: [TreePath] = []
  /// Directories that have a `.git` of their own.
  private(set) var repositories: Set<TreePath> = []
  /// Directories that are too deep to enter.
  private(set) var tooDeep: [TreePath] = []
  /// Submodules of the base that are directories.
  private(set) var submodules: Set<TreePath> = []

  private let limits: SnapshotLimits
  private let plan: Plan
  private var count = 0

  /// Which directories are entered.
  struct Plan: Sendable {
    /// Directories of the base and of the index: always.
    var tracked: Set<TreePath>
    /// The others, as far as they were decided: true is ignored.
    var verdicts: [TreePath: Bool]
    /// Submodules: never.
    var submodules: Set<TreePath>
  }

  init(limits: SnapshotLimits, plan: Plan) {
    self.limits = limits
    self.plan = plan
  }

  /// Walks from these directories; the empty path is the top.
  /// - Throws: `tooManyFiles`, or what the file system refused at the top.
  mutating func walk(_ workspace: String, from starts: [TreePath]) throws(WorkspaceError) {
    let root: OpenDirectory
    switch OpenDirectory.open(workspace) {
    case .success(let opened): root = opened
    case .failure(let reason): throw reason.error("reading the workspace \(workspace)")
    }
    for start in starts {
      // What is gone or was exchanged for something else is seen by the next walk.
      guard case .success(let directory) = root.descend(start) else { continue }
      try walk(directory, at: start, depth: start.bytes.isEmpty ? 0 : start.bytes.split(separator: UInt8(ascii: "/")).count)
    }
  }

  /// Adds what another walk, that began elsewhere, has found.
  mutating func merge(_ other: TreeWalk) {
    files.merge(other.files) { _, new in new }
    specials += other.specials
    refused += other.refused
    repositories.formUnion(other.repositories)
    tooDeep += other.tooDeep
    submodules.formUnion(other.submodules)
  }

  private mutating func walk(_ directory: OpenDirectory, at path: TreePath, depth: Int) throws(WorkspaceError) {
    guard case .success(let names) = directory.names(limit: limits.entries + 1) else { return }
    for name in names {
      let isRepository = PathSafety.isRepositoryName(name)
      if isRepository, path.bytes.isEmpty, name == Array(".git".utf8) { continue }
      count += 1
      if count > limits.entries { throw .tooManyFiles(limit: limits.entries) }
      let child = path.appending(name)
      if isRepository {
        repositories.insert(path)
        refused.append(child)
        continue
      }
      guard let stamp = directory.stat(name) else { continue }
      guard PathSafety.isAcceptable(name, isLink: stamp.kind == .link) else {
        refused.append(child)
        continue
      }
      switch stamp.kind {
      case .regular, .link: files[child] = stamp
      case .special: specials.append(child)
      case .directory: try enter(name, in: directory, at: child, depth: depth + 1)
      }
    }
  }

  private mutating func enter(_ name: [UInt8], in directory: OpenDirectory, at path: TreePath, depth: Int) throws(WorkspaceError) {
    if plan.submodules.contains(path) {
      submodules.insert(path)
      return
    }
    if depth >= limits.depth {
      tooDeep.append(path)
      return
    }
    if !plan.tracked.contains(path) {
      guard let isIgnored = plan.verdicts[path] else {
        undecided.append(path)
        return
      }
      if isIgnored { return }
    }
    guard case .success(let child) = directory.openedDirectory(name) else { return }
    try walk(child, at: path, depth: depth)
  }
}

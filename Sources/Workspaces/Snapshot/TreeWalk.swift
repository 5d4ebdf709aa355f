internal import Platform

/// One walk through a workspace, or a look at some names in it: descriptors only, no link followed, the top `.git` never entered. Blocks.
struct TreeWalk {
  /// Regular files and links.
  private(set) var files: [TreePath: FileStamp] = [:]
  /// Everything else that was found.
  private(set) var oddities = TreeOddities()
  /// Directories of which it is not known yet whether they are ignored; they were not entered.
  private(set) var undecided: [TreePath] = []
  /// Directories that were entered; only when somebody watches them.
  private(set) var entered: Set<TreePath> = []

  private let limits: SnapshotLimits
  private let plan: Plan
  private let cover: Cover?
  private var count = 0

  /// Called with every directory that is entered, before its names are read.
  typealias Cover = @Sendable (TreePath, OpenDirectory) -> Void

  /// Which directories are entered.
  struct Plan: Sendable {
    /// Directories of the base and of the index: always.
    var tracked: [TreePath: Int]
    /// The others, as far as they were decided: true is ignored.
    var verdicts: [TreePath: Bool]
    /// Submodules: never.
    var submodules: [TreePath: String]
  }

  init(limits: SnapshotLimits, plan: Plan, cover: Cover? = nil) {
    self.limits = limits
    self.plan = plan
    self.cover = cover
  }

  /// Walks from these directories; the empty path is the top.
  /// - Throws: `tooManyFiles`, or what the file system refused at the top.
  mutating func walk(_ workspace: String, from starts: [TreePath]) throws(WorkspaceError) {
    let root = try TreeWalk.root(workspace)
    for start in starts {
      // What is gone or was exchanged for something else is seen by the next walk.
      guard case .success(let directory) = root.descend(start) else { continue }
      try walk(directory, at: start, depth: TreeWalk.depth(start))
    }
  }

  /// Looks at these names, and walks those that are directories. What is gone is not found.
  /// - Parameter paths: sorted, so that a directory is opened about once.
  /// - Throws: as `walk`.
  mutating func look(_ workspace: String, at paths: [TreePath]) throws(WorkspaceError) {
    let root = try TreeWalk.root(workspace)
    var current: (path: TreePath?, directory: OpenDirectory?) = (nil, root)
    for path in paths {
      if path.parent != current.path {
        let parent = path.parent ?? TreePath("")
        current = (path.parent, try? root.descend(parent).get())
      }
      guard let directory = current.directory else { continue }
      let name = Array(path.name)
      guard directory.stat(name) != nil else { continue }
      try visit(name, in: directory, at: path, depth: TreeWalk.depth(path) - 1)
    }
  }

  /// Adds what another walk, that began elsewhere, has found.
  mutating func merge(_ other: TreeWalk) {
    files.merge(other.files) { _, new in new }
    oddities.merge(other.oddities)
    entered.formUnion(other.entered)
  }

  private static func root(_ workspace: String) throws(WorkspaceError) -> OpenDirectory {
    switch OpenDirectory.open(workspace) {
    case .success(let opened): return opened
    case .failure(let reason): throw reason.error("reading the workspace \(workspace)")
    }
  }

  private static func depth(_ path: TreePath) -> Int {
    path.bytes.isEmpty ? 0 : path.bytes.reduce(1) { $1 == UInt8(ascii: "/") ? $0 + 1 : $0 }
  }

  private mutating func walk(_ directory: OpenDirectory, at path: TreePath, depth: Int) throws(WorkspaceError) {
    if let cover {
      cover(path, directory)
      entered.insert(path)
    }
    guard case .success(let names) = directory.names(limit: limits.entries + 1) else { return }
    for name in names { try visit(name, in: directory, at: path.appending(name), depth: depth) }
  }

  private mutating func visit(_ name: [UInt8], in directory: OpenDirectory, at path: TreePath, depth: Int) throws(WorkspaceError) {
    let isRepository = PathSafety.isRepositoryName(name)
    if isRepository, depth == 0, name.elementsEqual(".git".utf8) { return }
    count += 1
    if count > limits.entries { throw .tooManyFiles(limit: limits.entries) }
    if isRepository {
      oddities.refused.insert(path)
      return
    }
    guard let stamp = directory.stat(name) else { return }
    guard PathSafety.isAcceptable(name, isLink: stamp.kind == .link) else {
      oddities.refused.insert(path)
      return
    }
    switch stamp.kind {
    case .regular, .link: files[path] = stamp
    case .special: oddities.specials.insert(path)
    case .directory: try enter(name, in: directory, at: path, depth: depth + 1)
    }
  }

  private mutating func enter(_ name: [UInt8], in directory: OpenDirectory, at path: TreePath, depth: Int) throws(WorkspaceError) {
    if plan.submodules[path] != nil {
      oddities.submodules.insert(path)
      return
    }
    if depth >= limits.depth {
      oddities.tooDeep.insert(path)
      return
    }
    if plan.tracked[path] == nil {
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

internal import Model

/// What is remembered of a task's workspace between two snapshots. Losing it costs one full reading.
struct SnapshotMemory: Sendable {
  /// The base's tree.
  let base: BaseTree
  /// The tree that the workspace was last seen as.
  var tree: String
  /// The paths of the tree that are no submodules.
  private(set) var index: Set<TreePath>
  /// The submodules that the tree still has.
  var submodules: Set<TreePath>
  /// How many files of the base and of the tree are in a directory, directly, and how many directories: these are always entered.
  private(set) var directories: [TreePath: Int] = [:]
  /// The files as they were last taken.
  var stamps: [TreePath: FileStamp]
  /// Directories that neither the base nor the tree has: whether they are ignored.
  var verdicts: [TreePath: Bool] = [:]
  /// Ignored files.
  var ignored: Set<TreePath> = []
  /// Files whose content is a Git LFS pointer.
  var pointers: Set<TreePath> = []
  /// Files of the tree that are marked as large.
  var large: Set<TreePath> = []
  /// What was found in the workspace besides ordinary files.
  var oddities = TreeOddities()
  /// What is in the workspace and not in the tree.
  var left: [DiffFile] = []
  /// Repositories inside the workspace.
  var repositories: Set<TreePath> = []
  /// Why changed files are sensitive, as far as they were looked through.
  var sensitive = SensitiveMemory()
  /// The last listing.
  var listing: DiffListing?
  /// When everything was last looked at, by the monotonic clock in seconds.
  var lastFull = -Double.infinity
  /// Bytes that were added to the stamp book since it was written anew.
  var added = 0

  /// Reads the base and the last tree of a shadow repository.
  static func load(_ marker: WorkspaceMarker, shadow: String, git: GitProgram) async throws(WorkspaceError) -> SnapshotMemory {
    let base = try await BaseTree.read(marker.base, in: shadow, git: git, withSizes: false)
    let baseTree = try await CommitMaker(git: git, shadow: shadow).tree(of: marker.base)
    let book = StampBook.load(shadow: shadow)
    let last = try await lastTree(book, base: baseTree, shadow: shadow, git: git)
    if let last, last != baseTree {
      do throws(WorkspaceError) {
        // Reads the content of all that changed: after a power cut something of it may be gone.
        _ = try await DiffReader(git: git, marker: marker, shadow: shadow).entries(last)
        return SnapshotMemory(base: base, tree: last, content: try await BaseTree.read(last, in: shadow, git: git, withSizes: false), book)
      } catch {
        return SnapshotMemory(base: base, tree: baseTree, content: base, nil)
      }
    }
    return SnapshotMemory(base: base, tree: baseTree, content: base, last == nil ? nil : book)
  }

  /// The tree that the stamps belong to: what the book says, or the index that the workspace was made with. Nil when neither can be had.
  private static func lastTree(
    _ book: StampBook.Content, base: String, shadow: String, git: GitProgram
  ) async throws(WorkspaceError) -> String? {
    if let tree = book.tree { return tree }
    guard StateFile.exists(shadow + "/index") else { return nil }
    let outcome = try await git.outcome(GitCall("reading the index", in: shadow, ["write-tree"]))
    return outcome.code == 0 && ObjectName.isValid(outcome.line) ? outcome.line : nil
  }

  private init(base: BaseTree, tree: String, content: BaseTree, _ book: StampBook.Content?) {
    self.base = base
    self.tree = tree
    index = content.files
    submodules = Set(content.submodules.keys)
    stamps = [:]
    for path in base.files { count(path) }
    for path in index { count(path) }
    guard let book else { return }
    stamps.reserveCapacity(book.stamps.count)
    // With the index's own copy of the path: the book's is let go.
    for (path, stamp) in book.stamps { if let place = index.firstIndex(of: path) { stamps[index[place]] = stamp } }
  }

  /// Marks the files that are large by what is remembered of them.
  mutating func markLarge(from size: Int64) { large = Set(stamps.lazy.filter { $0.value.size > size }.map(\.key)) }

  /// Adds a file to the tree.
  mutating func add(_ path: TreePath) { if index.insert(path).inserted { count(path) } }

  /// Takes a file from the tree.
  mutating func remove(_ path: TreePath) {
    stamps[path] = nil
    pointers.remove(path)
    large.remove(path)
    guard index.remove(path) != nil else { return }
    var parent = path.parent
    while let directory = parent {
      guard let count = directories[directory] else { return }
      if count > 1 {
        directories[directory] = count - 1
        return
      }
      directories[directory] = nil
      parent = directory.parent
    }
  }

  /// The files of the tree at or below what changed.
  func files(in dirty: DirtyPaths) -> Set<TreePath> {
    var found = dirty.files.union(dirty.trees).intersection(index)
    if dirty.trees.contains(where: { directories[$0] != nil }) { found.formUnion(index.filter { dirty.covers($0) }) }
    return found
  }

  private mutating func count(_ path: TreePath) {
    var parent = path.parent
    while let directory = parent {
      if let count = directories[directory] {
        directories[directory] = count + 1
        return
      }
      directories[directory] = 1
      parent = directory.parent
    }
  }
}

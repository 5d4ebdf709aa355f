/// What may have changed in a workspace since it was last looked at.
struct DirtyPaths: Hashable, Sendable {
  /// Names that may be another file, or none, by now.
  private(set) var files: Set<TreePath> = []
  /// Names of directories that came or went: everything below them.
  private(set) var trees: Set<TreePath> = []
  /// Anything may have changed.
  private(set) var isEverything = false

  /// Above this number of names, looking at everything is as quick.
  static let most = 4096

  /// Everything.
  static let everything = DirtyPaths(isEverything: true)

  /// Nothing.
  static let nothing = DirtyPaths(isEverything: false)

  private init(isEverything: Bool) { self.isEverything = isEverything }

  /// Whether nothing changed.
  var isEmpty: Bool { !isEverything && files.isEmpty && trees.isEmpty }

  /// Adds a name.
  mutating func add(_ path: TreePath, isTree: Bool) {
    if isEverything { return }
    if isTree { trees.insert(path) } else { files.insert(path) }
    if files.count + trees.count > DirtyPaths.most { addEverything() }
  }

  /// Adds everything.
  mutating func addEverything() { self = .everything }

  /// The names, sorted, without those that lie below a directory that is among them.
  var roots: [TreePath] {
    files.union(trees).filter { path in
      var parent = path.parent
      while let directory = parent {
        if trees.contains(directory) { return false }
        parent = directory.parent
      }
      return true
    }.sorted()
  }

  /// Whether a path is one of the trees or below one.
  func covers(_ path: TreePath) -> Bool {
    if trees.isEmpty { return false }
    var current: TreePath? = path
    while let directory = current {
      if trees.contains(directory) { return true }
      current = directory.parent
    }
    return false
  }
}

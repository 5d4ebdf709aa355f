/// The part of a very large tree that a workspace has: some directories with all that is below, and the files that stand beside the way to them (git's cone mode). What is
/// outside is not in the workspace, and counts as unchanged.
struct SparseCone: Hashable, Sendable {
  /// The file in a shadow repository that says it.
  private static let name = "/carrel-sparse"

  /// The directories, sorted, none inside another.
  let directories: [TreePath]
  private let ways: Set<TreePath>

  /// A cone of these directories; nil when there is none: the whole tree.
  /// - Throws: `badSparse` for what is no path inside a tree.
  init?(_ texts: [String]) throws(WorkspaceError) {
    guard !texts.isEmpty else { return nil }
    var paths: Set<TreePath> = []
    for text in texts {
      guard let path = SparseCone.path(text) else { throw .badSparse(text) }
      paths.insert(path)
    }
    self.init(paths)
  }

  private init(_ paths: Set<TreePath>) {
    func ancestors(_ path: TreePath) -> [TreePath] { Array(sequence(first: path, next: { $0.parent }).dropFirst()) }
    directories = paths.filter { path in !ancestors(path).contains(where: paths.contains) }.sorted()
    ways = Set(directories.flatMap(ancestors))
  }

  /// The cone of a shadow repository; nil: it has the whole tree.
  static func read(shadow: String) -> SparseCone? {
    guard let bytes = StateFile.read(shadow + name, limit: 1 << 20) else { return nil }
    let paths = bytes.split(separator: 0).map { TreePath($0) }
    return paths.isEmpty ? nil : SparseCone(Set(paths))
  }

  /// Keeps it in a shadow repository, for us and for git.
  func write(shadow: String) throws(WorkspaceError) {
    try StateFile.write(directories.flatMap { $0.bytes + [0] }, to: shadow + SparseCone.name)
    try StateFile.write(patterns, to: shadow + "/info/sparse-checkout")
  }

  /// Whether a file belongs to the workspace.
  func includes(_ file: TreePath) -> Bool {
    guard var directory = file.parent else { return true }
    if ways.contains(directory) { return true }
    while true {
      if directories.contains(directory) { return true }
      guard let parent = directory.parent else { return false }
      directory = parent
    }
  }

  /// git's `info/sparse-checkout`.
  var patterns: [UInt8] {
    var lines: [UInt8] = Array("/*\n!/*/\n".utf8)
    for path in ways.union(directories).sorted() {
      var escaped: [UInt8] = []
      for byte in path.bytes {
        if "*?[]\\".utf8.contains(byte) { escaped.append(UInt8(ascii: "\\")) }
        escaped.append(byte)
      }
      lines += [UInt8(ascii: "/")] + escaped + Array("/\n".utf8)
      if ways.contains(path) { lines += Array("!/".utf8) + escaped + Array("/*/\n".utf8) }
    }
    return lines
  }

  /// A directory's path as the configuration has it: relative, without `.`, `..`, line ends and `.git`.
  private static func path(_ text: String) -> TreePath? {
    guard text.utf8.count <= 4096, !text.hasPrefix("/"), !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
    let parts = text.split(separator: "/").map { Array($0.utf8) }
    guard !parts.isEmpty, parts.allSatisfy({ $0 != [46] && $0 != [46, 46] && !PathSafety.isRepositoryName($0) }) else { return nil }
    return TreePath(Array(parts.joined(separator: [UInt8(ascii: "/")])))
  }
}

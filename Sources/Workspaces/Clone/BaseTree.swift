/// What stands in the base's tree, as far as it matters: read once with `git ls-tree`.
struct BaseTree: Sendable {
  /// Every path that is no submodule.
  private(set) var files: Set<TreePath> = []
  /// Submodules and the commits that they stand at.
  private(set) var submodules: [TreePath: String] = [:]
  /// The paths of ignore rules.
  private(set) var ignoreRules: [TreePath] = []
  /// Whether there is a `.gitattributes` at the top.
  private(set) var hasAttributes = false
  /// The content of the repository's own setup script, if it has one.
  private(set) var setupScript: String?
  /// Bytes of all files in whole blocks; 0 when sizes were not asked for.
  private(set) var bytes: Int64 = 0

  /// Reads the tree of a commit in a repository; of a shadow repository with a cone only what is in it.
  static func read(
    _ commit: String, in repository: String, git: GitProgram, withSizes: Bool, cone: SparseCone? = nil
  ) async throws(WorkspaceError) -> BaseTree {
    var call = GitCall("reading the tree of \(commit.prefix(10))", in: repository, ["ls-tree", "-r", "-z"])
    if withSizes { call.arguments.append("--long") }
    call.arguments.append(commit)
    return BaseTree(try await git.output(call), cone: cone ?? SparseCone.read(shadow: repository))
  }

  /// Reads the output of `git ls-tree -r -z [--long]`.
  init(_ output: [UInt8], cone: SparseCone? = nil) {
    for line in output.split(separator: 0) {
      guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { continue }
      let path = TreePath(line[(tab + 1)...])
      if let cone, !cone.includes(path) { continue }
      let words = line[..<tab].split(separator: UInt8(ascii: " "))
      guard words.count >= 3 else { continue }
      if words[0].elementsEqual("160000".utf8) {
        submodules[path] = String(decoding: words[2].prefix { $0 != 9 }, as: UTF8.self)
        continue
      }
      files.insert(path)
      if path.bytes.elementsEqual(".carrel/setup".utf8), words[0].starts(with: "100".utf8) {
        setupScript = String(decoding: words[2].prefix { $0 != 9 }, as: UTF8.self)
      }
      // Files on disk end at a block.
      if words.count > 3, let size = Int64(String(decoding: words[3], as: UTF8.self)), size >= 0, size < Int64.max / 4 {
        bytes = min(Int64.max / 4, bytes + (size + 4095) & ~4095)
      }
      let name = path.name
      if name.elementsEqual(".gitignore".utf8) {
        // A link as ignore file is not followed by git either.
        if !words[0].elementsEqual("120000".utf8) { ignoreRules.append(path) }
      } else if name.elementsEqual(".gitattributes".utf8), path.parent == nil {
        hasAttributes = true
      }
    }
  }
}

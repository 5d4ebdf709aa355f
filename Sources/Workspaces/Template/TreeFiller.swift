internal import CSystem
internal import Model
internal import Platform

/// Makes the tree of a commit with the repositories that belong to it, from the mirror's objects: `git` and `ws` in a directory.
struct TreeFiller: Sendable {
  let git: GitProgram
  let base: BaseCommit
  let cone: SparseCone?
  /// The most that writing the files may take.
  let seconds: Double

  /// Fills the directory.
  func fill(_ directory: String, _ content: BaseTree) async throws(WorkspaceError) {
    let format = base.commit.utf8.count == 64 ? "sha256" : "sha1"
    let shallow = StateFile.read(base.mirror + "/shallow")
    let objects = base.mirror + "/objects"
    let (shadow, workspace) = (directory + "/git", directory + "/ws")
    try TreeFiller.makeTree("ws", in: directory)
    try BareRepository.make(at: shadow, format: format, alternates: objects, shallow: shallow)
    try cone?.write(shadow: shadow)
    try await checkOut(base.commit, shadow, workspace)
    let repository = workspace + "/.git"
    try BareRepository.make(at: repository, format: format, alternates: objects, shallow: shallow)
    try StateFile.write(
      BareRepository.configuration(format: format, isBare: false) + TreeFiller.settings(isSparse: cone != nil), to: repository + "/config")
    // Content passes unchanged, as in the shadow repository; how diffs are shown is the tree's own business.
    try StateFile.write(Array("* !filter !text !eol !ident !working-tree-encoding\n".utf8), to: repository + "/info/attributes")
    if let cone { try StateFile.write(cone.patterns, to: repository + "/info/sparse-checkout") }
    if let index = StateFile.read(shadow + "/index", limit: 1 << 30) { try StateFile.write(index, to: repository + "/index") }
    try await IgnoreRules.prepare(shadow: shadow, base: base.commit, rules: content.ignoreRules, git: git)
  }

  /// Writes a tree's files with the neutral attributes of the shadow repository: the bytes in the workspace are the bytes in git.
  func checkOut(_ tree: String, _ shadow: String, _ workspace: String) async throws(WorkspaceError) {
    let sparse = cone == nil ? [] : ["-c", "core.sparseCheckout=true", "-c", "core.sparseCheckoutCone=true"]
    var call = GitCall("writing the files of \(tree.prefix(10))", in: shadow, sparse + ["read-tree", "--reset", "-u", tree])
    call.workTree = workspace
    call.directory = workspace
    call.seconds = seconds
    try await git.output(call)
  }

  /// What has to be said of a tree.
  func remarks(_ content: BaseTree) async throws(WorkspaceError) -> [String] {
    var remarks: [String] = []
    if !content.submodules.isEmpty {
      let names = content.submodules.keys.sorted().prefix(5).map(\.text).joined(separator: ", ")
      remarks.append("submodules are empty directories in the workspace: \(names)")
    }
    if StateFile.exists(base.mirror + "/shallow") { remarks.append("the source is a shallow clone: only a part of its history is there") }
    if content.hasAttributes {
      var call = GitCall("reading the attributes", in: base.mirror, ["cat-file", "blob", base.commit + ":.gitattributes"])
      call.outputLimit = 8 << 20
      let outcome = try await git.outcome(call)
      if String(decoding: outcome.output, as: UTF8.self).contains("filter=lfs") {
        remarks.append("files kept in Git LFS are in the workspace as pointers, not with their content")
      }
    }
    if let cone {
      remarks.append(
        "the workspace has a part of the tree, as [[repo]] sparse says: \(cone.directories.prefix(5).map(\.text).joined(separator: ", "))")
    } else if content.files.count > TreeFiller.veryLarge {
      remarks.append("the tree has \(content.files.count) files; [[repo]] sparse = [\"dir\", …] gives workspaces a part of it")
    }
    return remarks
  }

  /// The agent's view of the mirror's branches and tags, and its HEAD.
  func writeReferences(_ references: [UInt8], in repository: String) throws(WorkspaceError) {
    var lines: [UInt8] = []
    for line in references.split(separator: UInt8(ascii: "\n")) {
      guard let space = line.firstIndex(of: UInt8(ascii: " ")) else { continue }
      let name = line[line.index(after: space)...]
      let isBranch = name.starts(with: "refs/heads/".utf8)
      lines += line[...space] + (isBranch ? Array("refs/remotes/origin/".utf8) + name.dropFirst(11) : Array(name))
      lines.append(UInt8(ascii: "\n"))
    }
    if let branch = base.branch {
      lines += "\(base.commit) refs/heads/\(branch)\n".utf8
      try StateFile.write(Array("ref: refs/heads/\(branch)\n".utf8), to: repository + "/HEAD")
    } else {
      try StateFile.write(Array("\(base.commit)\n".utf8), to: repository + "/HEAD")
    }
    try StateFile.write(lines, to: repository + "/packed-refs")
  }

  /// The mirror's branches and tags.
  func references() async throws(WorkspaceError) -> [UInt8] {
    try await git.output(
      GitCall("listing the branches", in: base.mirror, ["for-each-ref", "--format=%(objectname) %(refname)", "refs/heads", "refs/tags"]))
  }

  /// A directory for a tree: on btrfs a subvolume, of which a snapshot is a copy.
  static func makeTree(_ name: String, in directory: String) throws(WorkspaceError) {
    if case .success(let opened) = OpenDirectory.open(directory), cs_on_btrfs(opened.descriptor) == 1,
      cs_subvolume_create(opened.descriptor, name) == 0
    {
      try StateFile.close(directory + "/" + name)
      return
    }
    try StateFile.makeNewDirectory(directory + "/" + name)
  }

  /// From this many files on a part of the tree is proposed.
  private static let veryLarge = 100_000

  /// A copied file is the same file: git is not to compare what a copy changes.
  private static func settings(isSparse: Bool) -> [UInt8] {
    let sparse = isSparse ? "\tsparseCheckout = true\n\tsparseCheckoutCone = true\n" : ""
    return Array("[core]\n\tcheckStat = minimal\n\ttrustctime = false\n\(sparse)".utf8)
  }
}

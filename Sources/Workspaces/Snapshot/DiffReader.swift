internal import Model

/// Reads differences between trees of the shadow repository; never looks at a workspace.
struct DiffReader: Sendable {
  let git: GitProgram
  let marker: WorkspaceMarker
  let shadow: String

  /// The changed files between the base, or another tree, and a tree.
  /// - Parameter memory: adds what is known of the workspace when the tree is its present state.
  func listing(
    from older: String? = nil, _ tree: String, memory: SnapshotMemory?, limits: SnapshotLimits
  ) async throws(WorkspaceError) -> DiffListing {
    let entries = try await entries(from: older, tree)
    let reasons = try await SensitiveReader(git: git, shadow: shadow, limit: limits.large).reasons(entries, memory?.sensitive)
    let files = zip(entries, reasons).map { entry, reasons in
      file(entry, memory: memory, isLarge: memory?.large.contains(entry.path) ?? false, reasons)
    }
    var summary = DiffSummary(
      files: files.count, insertions: files.reduce(0) { $0 + $1.insertions }, deletions: files.reduce(0) { $0 + $1.deletions }, tree: tree)
    var all = files
    for extra in memory?.left ?? [] {
      if let index = all.firstIndex(where: { $0.path == extra.path }) {
        all[index].marks += extra.marks.filter { !all[index].marks.contains($0) }
      } else {
        all.append(extra)
      }
    }
    summary.sensitive = all.count { $0.needsTick }
    all.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    return DiffListing(base: older ?? marker.base, summary: summary, files: all)
  }

  /// The entries of `git diff-tree` between the base, or another tree, and a tree.
  func entries(from older: String? = nil, _ tree: String) async throws(WorkspaceError) -> [DiffTreeOutput.Entry] {
    for name in [older ?? marker.base, tree] where !ObjectName.isValid(name) { throw .noSuchObject(name) }
    var call = GitCall(
      "listing the changed files", in: shadow,
      [
        "diff-tree", "-r", "-M", "-l1000", "-z", "--raw", "--numstat", "--no-abbrev", "--no-ext-diff", "--no-textconv",
        older ?? marker.base, tree,
      ])
    call.seconds = 120
    let outcome = try await git.outcome(call)
    guard outcome.code == 0 else {
      throw String(decoding: outcome.errorOutput, as: UTF8.self).contains("bad object")
        ? .noSuchObject(tree) : git.failure(of: outcome, call)
    }
    guard let output = DiffTreeOutput(outcome.output) else {
      throw .git(doing: call.doing, detail: "git answered in a form that is not known")
    }
    return output.entries
  }

  /// The unified diff of some paths, or of all.
  func text(
    from older: String? = nil, _ tree: String, paths: [String], context: Int, ignoresWhitespace: Bool, outputLimit: Int
  ) async throws(WorkspaceError) -> [UInt8] {
    for name in [older ?? marker.base, tree] where !ObjectName.isValid(name) { throw .noSuchObject(name) }
    var arguments = [
      "diff-tree", "-r", "-p", "-M", "-l1000", "--no-ext-diff", "--no-textconv", "--no-color", "--full-index", "--src-prefix=a/",
      "--dst-prefix=b/", "--unified=\(max(0, min(context, 1_000_000)))",
    ]
    if ignoresWhitespace { arguments.append("--ignore-all-space") }
    arguments += [older ?? marker.base, tree]
    if !paths.isEmpty {
      let wanted = Set(paths)
      var specs: [String] = []
      for entry in try await entries(from: older, tree)
      where wanted.contains(entry.path.text) || (entry.oldPath.map { wanted.contains($0.text) } ?? false) {
        specs.append(entry.path.pathspec)
        if let old = entry.oldPath { specs.append(old.pathspec) }
      }
      guard !specs.isEmpty else { return [] }
      arguments += ["--"] + specs
    }
    var call = GitCall("reading the diff", in: shadow, arguments)
    call.outputLimit = outputLimit
    return try await git.output(call)
  }

  private func file(_ entry: DiffTreeOutput.Entry, memory: SnapshotMemory?, isLarge: Bool, _ found: [SensitiveReason]) -> DiffFile {
    var marks: [DiffFile.Mark] = []
    let isDeleted = entry.status == "D"
    let mode = isDeleted ? entry.oldMode : entry.newMode
    if entry.isBinary { marks.append(.binary) }
    if mode == "120000" { marks.append(.symlink) }
    if mode == "160000" || entry.oldMode == "160000" { marks.append(.submodule) }
    if entry.newMode == "100755", entry.oldMode != "100755" { marks.append(.executable) }
    if isLarge { marks.append(.large) }
    if memory?.pointers.contains(entry.path) == true { marks.append(.lfs) }
    if isInRepository(entry.path, memory) { marks.append(.nestedRepository) }
    let text = entry.path.text
    let name = entry.path.name
    if name.elementsEqual(".gitignore".utf8) || name.elementsEqual(".gitattributes".utf8) { marks.append(.ignoreRules) }
    var reasons = found
    if marks.contains(.nestedRepository) {
      reasons.append(SensitiveReason(.nestedRepository, "It lies in a repository inside the repository", needsTick: false))
    }
    if reasons.contains(where: \.needsTick) { marks.append(.sensitive) }
    return DiffFile(
      path: text, oldPath: entry.oldPath?.text, status: DiffFile.Status(rawValue: String(entry.status)) ?? .modified,
      insertions: entry.insertions, deletions: entry.deletions, blob: isDeleted ? "" : entry.newBlob, marks: marks,
      mode: isDeleted ? nil : entry.newMode, reasons: reasons)
  }

  private func isInRepository(_ path: TreePath, _ memory: SnapshotMemory?) -> Bool {
    guard let memory, !memory.repositories.isEmpty else { return false }
    var parent = path.parent
    while let directory = parent {
      if memory.repositories.contains(directory) { return true }
      parent = directory.parent
    }
    return false
  }
}

internal import Glibc
internal import Model
internal import Platform

/// Takes the state of a workspace as a git tree and lists what changed (facts, "Live diffs", recommended design). One at a time per task.
struct SnapshotTaker: Sendable {
  let git: GitProgram
  let marker: WorkspaceMarker
  let shadow: String
  let workspace: String
  let limits: SnapshotLimits

  /// Brings the shadow index to the state of the workspace and returns the listing.
  func take(_ memory: inout SnapshotMemory) async throws(WorkspaceError) -> DiffListing {
    let begun = SnapshotTaker.clock()
    let walk = try await walk(&memory)
    let present = try await withoutIgnored(walk.files, &memory)

    var changed: [TreePath] = []
    var tooLarge: Set<TreePath> = []
    for (path, stamp) in present {
      if stamp.size > limits.taken {
        tooLarge.insert(path)
      } else if memory.stamps[path]?.matches(stamp) != true {
        changed.append(path)
      }
    }
    changed.sort()
    let writer = BlobWriter(git: git, shadow: shadow, workspace: workspace, limits: limits)
    let taken = try await writer.write(changed)

    // A tracked file that grew too large keeps its old content in the tree; what is gone or special leaves it.
    var gone = memory.index.filter { path in !tooLarge.contains(path) && present[path] == nil }
    for path in changed where taken[path] == nil && memory.index.contains(path) { gone.insert(path) }
    let lostSubmodules = memory.submodules.subtracting(walk.submodules)
    let backSubmodules = walk.submodules.subtracting(memory.submodules)
    let left = leftOut(walk, tooLarge: tooLarge, present: present, memory)
    if changed.isEmpty, gone.isEmpty, lostSubmodules.isEmpty, backSubmodules.isEmpty, memory.left == left,
      memory.repositories == walk.repositories,
      let listing = memory.listing
    {
      return listing
    }

    var adding = taken
    for path in backSubmodules {
      guard let commit = memory.base.submodules[path] else { continue }
      adding[path] = BlobWriter.Taken(blob: commit, mode: "160000", stamp: nil, isLFSPointer: false)
    }
    try await updateIndex(removing: gone.union(lostSubmodules), adding: adding)
    memory.index.subtract(gone)
    memory.submodules = memory.submodules.subtracting(lostSubmodules).union(backSubmodules)
    for path in gone { memory.stamps[path] = nil }
    for (path, file) in taken {
      memory.index.insert(path)
      // Changed in this very moment: the same clock tick could bring other content.
      memory.stamps[path] = file.stamp.flatMap { $0.changed >= begun - 20_000_000 ? nil : $0 }
      if file.isLFSPointer { memory.pointers.insert(path) } else { memory.pointers.remove(path) }
    }
    let isAsBefore = memory.left == left && memory.repositories == walk.repositories
    memory.left = left
    memory.repositories = walk.repositories
    if !taken.isEmpty || !gone.isEmpty {
      let stamps = memory.stamps
      let shadow = shadow
      try await runBlocking { () throws(WorkspaceError) in try StampBook.save(stamps, shadow: shadow) }
    }
    let tree = try await git.line(GitCall("writing the tree", in: shadow, ["write-tree"]))
    if isAsBefore, let listing = memory.listing, listing.summary.tree == tree { return listing }
    let listing = try await DiffReader(git: git, marker: marker, shadow: shadow).listing(
      tree, memory: memory, present: present, limits: limits)
    memory.listing = listing
    return listing
  }

  /// Walks, and asks for directories that were never seen before until none is left.
  private func walk(_ memory: inout SnapshotMemory) async throws(WorkspaceError) -> TreeWalk {
    let rules = IgnoreRules(shadow: shadow, git: git)
    var plan = TreeWalk.Plan(tracked: memory.trackedDirectories, verdicts: memory.verdicts, submodules: Set(memory.base.submodules.keys))
    var starts = [TreePath("")]
    var total = TreeWalk(limits: limits, plan: plan)
    while !starts.isEmpty {
      let (from, plan_, workspace, limits) = (starts, plan, workspace, limits)
      let part = try await runBlocking { () throws(WorkspaceError) in
        var walk = TreeWalk(limits: limits, plan: plan_)
        try walk.walk(workspace, from: from)
        return walk
      }
      total.merge(part)
      if total.files.count > limits.entries { throw .tooManyFiles(limit: limits.entries) }
      let slash = [UInt8(ascii: "/")]
      let ignored = try await rules.ignored(part.undecided.map { $0.bytes + slash })
      starts = []
      for path in part.undecided {
        let isIgnored = ignored.contains(path.bytes + slash)
        memory.verdicts[path] = isIgnored
        plan.verdicts[path] = isIgnored
        if !isIgnored { starts.append(path) }
      }
    }
    return total
  }

  /// The files without those that the base's rules ignore; what the base or the index has is never ignored.
  private func withoutIgnored(
    _ files: [TreePath: FileStamp], _ memory: inout SnapshotMemory
  ) async throws(WorkspaceError) -> [TreePath: FileStamp] {
    var present: [TreePath: FileStamp] = [:]
    var unknown: [TreePath] = []
    for (path, stamp) in files {
      if memory.ignored.contains(path) { continue }
      present[path] = stamp
      if !memory.index.contains(path), !memory.base.files.contains(path) { unknown.append(path) }
    }
    let ignored = try await IgnoreRules(shadow: shadow, git: git).ignored(unknown.sorted().map(\.bytes))
    for bytes in ignored {
      let path = TreePath(bytes)
      memory.ignored.insert(path)
      present[path] = nil
    }
    return present
  }

  private func updateIndex(removing: Set<TreePath>, adding: [TreePath: BlobWriter.Taken]) async throws(WorkspaceError) {
    guard !removing.isEmpty || !adding.isEmpty else { return }
    let none = String(repeating: "0", count: marker.base.utf8.count)
    var input: [UInt8] = []
    for path in removing.sorted() {
      input += "0 \(none)\t".utf8
      input += path.bytes
      input.append(0)
    }
    for (path, file) in adding {
      input += "\(file.mode) \(file.blob)\t".utf8
      input += path.bytes
      input.append(0)
    }
    StateFile.deleteFile(shadow + "/index.lock")
    var call = GitCall("updating the index", in: shadow, ["update-index", "-z", "--add", "--replace", "--index-info"])
    call.input = input
    try await git.output(call)
  }

  /// What is in the workspace and cannot be in the tree, as entries without content.
  private func leftOut(
    _ walk: TreeWalk, tooLarge: Set<TreePath>, present: [TreePath: FileStamp], _ memory: SnapshotMemory
  ) -> [DiffFile] {
    func entry(_ path: TreePath, _ marks: [DiffFile.Mark]) -> DiffFile {
      let status: DiffFile.Status = memory.base.files.contains(path) ? (marks == [.large] ? .modified : .typeChanged) : .added
      var file = DiffFile(path: path.text, status: status, insertions: 0, deletions: 0, blob: "", marks: marks)
      if marks.contains(.nestedRepository) {
        file.reasons = [
          SensitiveReason(.nestedRepository, "A repository inside the repository: its own git directory is not published, its files are")
        ]
      }
      return file
    }
    var entries = walk.specials.map { entry($0, [.special]) } + tooLarge.map { entry($0, [.large]) }
    entries += walk.refused.map { path in
      entry(path, walk.repositories.contains(path.parent ?? TreePath("")) ? [.nestedRepository] : [.special, .sensitive])
    }
    entries += walk.tooDeep.map { entry($0, [.special]) }
    return Array(entries.sorted { $0.path < $1.path }.prefix(1000))
  }

  /// The wall clock in nanoseconds, which is what stamps are compared with.
  private static func clock() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

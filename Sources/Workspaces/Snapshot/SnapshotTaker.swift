internal import Glibc
internal import Model
internal import Platform

/// Takes the state of a workspace as a git tree and lists what changed (facts, "Live diffs", recommended design). One at a time per task. Where it is known what
/// may have changed, only that is looked at.
struct SnapshotTaker: Sendable {
  let git: GitProgram
  let marker: WorkspaceMarker
  let shadow: String
  let workspace: String
  let limits: SnapshotLimits
  /// Whose directories are watched as they are entered; nil: nobody's.
  var watcher: WorkspaceWatcher?

  /// What the workspace holds where it was looked at.
  private struct Seen {
    var files: [TreePath: FileStamp]
    var oddities: TreeOddities
    /// Files of the tree that may be gone.
    var doubtful: Set<TreePath>
  }

  /// Brings the tree to the state of the workspace and returns the listing.
  /// - Parameters:
  ///   - dirty: what may have changed since the memory's last snapshot.
  ///   - isLive: whether large files that changed are only named, so that one that is written again and again is not stored each time.
  func take(
    _ memory: inout SnapshotMemory, _ dirty: DirtyPaths = .everything, isLive: Bool = false
  ) async throws(WorkspaceError) -> DiffListing {
    if dirty.isEmpty, let listing = memory.listing { return listing }
    let begun = SnapshotTaker.clock(CLOCK_REALTIME)
    // Once a minute, while things change, everything: what was written through a mapping or another name is told by nobody.
    let now = Double(SnapshotTaker.clock(CLOCK_MONOTONIC)) / 1e9
    let isFull = dirty.isEverything || memory.listing == nil || now - memory.lastFull > 60 || memory.ignored.count > limits.entries
    var seen = isFull ? try await lookAtEverything(&memory) : try await look(at: dirty, &memory)
    if isFull { memory.lastFull = now }
    for (path, stamp) in seen.files where stamp.size > (isLive ? limits.large : limits.taken) {
      if stamp.size > limits.taken || memory.stamps[path]?.matches(stamp) != true { seen.oddities.tooLarge.insert(path) }
    }

    let changed = seen.files.filter { path, stamp in
      !seen.oddities.tooLarge.contains(path) && memory.stamps[path]?.matches(stamp) != true
    }.keys.sorted()
    // A tracked file that grew too large keeps its old content in the tree; what is gone or special leaves it.
    let gone = seen.doubtful.filter { seen.files[$0] == nil && memory.index.contains($0) }
    let lost = memory.submodules.subtracting(seen.oddities.submodules)
    let back = seen.oddities.submodules.subtracting(memory.submodules)
    let isAsBefore = memory.oddities == seen.oddities
    memory.oddities = seen.oddities
    if changed.isEmpty, gone.isEmpty, lost.isEmpty, back.isEmpty, isAsBefore, let listing = memory.listing { return listing }

    let before = memory.tree
    let written = try await TreeWriter(git: git, shadow: shadow, workspace: workspace, limits: limits).write(
      on: memory.tree, removing: gone.union(lost), changed: changed, submodules: memory.base.submodules.filter { back.contains($0.key) })
    memory.tree = written.tree
    memory.submodules = memory.submodules.subtracting(lost).union(back)
    try await note(written, gone: gone, begun: begun, &memory)
    if memory.index.count > limits.entries { throw .tooManyFiles(limit: limits.entries) }

    if !isAsBefore || memory.listing == nil {
      memory.left = leftOut(memory)
      memory.repositories = memory.oddities.repositories
    } else if memory.tree == before, let listing = memory.listing {
      return listing
    }
    let listing = try await DiffReader(git: git, marker: marker, shadow: shadow).listing(memory.tree, memory: memory, limits: limits)
    memory.listing = listing
    return listing
  }

  // MARK: Looking

  private func lookAtEverything(_ memory: inout SnapshotMemory) async throws(WorkspaceError) -> Seen {
    let walk = try await walk(from: nil, &memory)
    if let watcher { watcher.keep(only: walk.entered, of: workspace) }
    let files = try await withoutIgnored(walk.files, &memory)
    // What is not there any more need not be remembered.
    memory.ignored = memory.ignored.filter { walk.files[$0] != nil }
    return Seen(files: files, oddities: walk.oddities, doubtful: memory.index)
  }

  private func look(at dirty: DirtyPaths, _ memory: inout SnapshotMemory) async throws(WorkspaceError) -> Seen {
    let walk = try await walk(from: dirty.roots, &memory)
    var oddities = memory.oddities
    oddities.remove(dirty)
    oddities.merge(walk.oddities)
    let files = try await withoutIgnored(walk.files, &memory)
    return Seen(files: files, oddities: oddities, doubtful: memory.files(in: dirty))
  }

  /// Walks, and asks for directories that were never seen before until none is left.
  /// - Parameter names: what to look at; nil: everything.
  private func walk(from names: [TreePath]?, _ memory: inout SnapshotMemory) async throws(WorkspaceError) -> TreeWalk {
    let rules = IgnoreRules(shadow: shadow, git: git)
    var plan = TreeWalk.Plan(tracked: memory.directories, verdicts: memory.verdicts, submodules: memory.base.submodules)
    var names = names
    var starts = [TreePath("")]
    var cover: TreeWalk.Cover?
    if let watcher { cover = { [workspace] path, directory in watcher.cover(path, directory, of: workspace) } }
    var total = TreeWalk(limits: limits, plan: plan)
    repeat {
      let (from, looked, plan_, cover_, workspace, limits) = (starts, names, plan, cover, workspace, limits)
      let part = try await runBlocking { () throws(WorkspaceError) in
        var walk = TreeWalk(limits: limits, plan: plan_, cover: cover_)
        if let looked { try walk.look(workspace, at: looked) } else { try walk.walk(workspace, from: from) }
        return walk
      }
      names = nil
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
    } while !starts.isEmpty
    return total
  }

  /// The files without those that the base's rules ignore; what the base or the tree has is never ignored.
  private func withoutIgnored(
    _ files: [TreePath: FileStamp], _ memory: inout SnapshotMemory
  ) async throws(WorkspaceError) -> [TreePath: FileStamp] {
    var present = files
    var unknown: [TreePath] = []
    for path in files.keys where !memory.index.contains(path) && !memory.base.files.contains(path) {
      if memory.ignored.contains(path) { present[path] = nil } else { unknown.append(path) }
    }
    let ignored = try await IgnoreRules(shadow: shadow, git: git).ignored(unknown.sorted().map(\.bytes))
    for bytes in ignored {
      let path = TreePath(bytes)
      memory.ignored.insert(path)
      present[path] = nil
    }
    return present
  }

  // MARK: Noting

  /// Takes what was written into the memory and the stamp book.
  private func note(
    _ written: TreeWriter.Written, gone: Set<TreePath>, begun: Int64, _ memory: inout SnapshotMemory
  ) async throws(WorkspaceError) {
    var changes: [TreePath: FileStamp?] = [:]
    for path in gone.union(written.missing) {
      memory.remove(path)
      changes[path] = .some(nil)
    }
    for (path, file) in written.taken {
      // Changed in this very moment: the same clock tick could bring other content.
      let stamp = file.stamp.flatMap { $0.changed >= begun - 20_000_000 ? nil : $0 }
      memory.add(path)
      memory.stamps[path] = stamp
      changes[path] = .some(stamp)
      if file.size > limits.large { memory.large.insert(path) } else { memory.large.remove(path) }
      if file.isLFSPointer { memory.pointers.insert(path) } else { memory.pointers.remove(path) }
    }
    if changes.isEmpty { return }
    let (shadow, tree, noted) = (shadow, memory.tree, changes)
    if memory.added < max(1 << 20, memory.stamps.count * 64) {
      let bytes = await runBlocking { StampBook.add(noted, tree: tree, shadow: shadow) }
      memory.added = bytes > 0 ? memory.added + bytes : Int.max
    } else {
      let stamps = memory.stamps
      try await runBlocking { () throws(WorkspaceError) in try StampBook.save(stamps, tree: tree, shadow: shadow) }
      memory.added = 0
    }
  }

  /// What is in the workspace and cannot be in the tree, as entries without content.
  private func leftOut(_ memory: SnapshotMemory) -> [DiffFile] {
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
    let oddities = memory.oddities
    let repositories = oddities.repositories
    var entries = oddities.specials.map { entry($0, [.special]) } + oddities.tooLarge.map { entry($0, [.large]) }
    entries += oddities.refused.map { path in
      entry(path, repositories.contains(path.parent ?? TreePath("")) ? [.nestedRepository] : [.special, .sensitive])
    }
    entries += oddities.tooDeep.map { entry($0, [.special]) }
    return Array(entries.sorted { $0.path < $1.path }.prefix(1000))
  }

  /// A clock in nanoseconds; stamps are compared with the wall clock.
  private static func clock(_ which: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(which, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

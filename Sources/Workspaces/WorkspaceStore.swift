package import Model
internal import Platform

/// Makes, watches, publishes and removes the workspaces of all tasks. The only door to the state directory's `mirrors tasks trash morgue`.
/// Any caller, any order: operations on one task wait for one another, fetches of one repository share. Every step may be killed and
/// done again.
package actor WorkspaceStore {
  /// Where everything lies.
  package nonisolated let layout: StateLayout
  let git: GitProgram
  let mirrors: MirrorKeeper
  /// Two copies at a time, of two threads each.
  let turns = TaskTurns(places: 2)
  /// Who reads trees and diffs of a task, outside of its turns.
  let readers = TaskReaders()
  /// Two looks at merges in memory at a time.
  let merges = TaskTurns(places: 2)
  let limits: SnapshotLimits
  let reserve: DiskRoom
  let templates: TemplateKeeper
  let footprints: FootprintLedger
  /// Whether the file system shares blocks between files.
  package nonisolated let sharesBlocks: Bool
  let users: UserSearch
  var emptying: Task<Void, Never>?
  private var memories: [TaskID: SnapshotMemory] = [:]
  private var recent: [TaskID] = []
  let watcher: WorkspaceWatcher

  /// Opens the state directory and makes what is missing in it, mode 0700.
  /// - Parameters:
  ///   - root: the state directory, absolute.
  ///   - git: the git to use.
  ///   - reserve: bytes that have to stay free on its disk when a workspace is made.
  ///   - reservedFiles: files that have to be possible besides.
  ///   - templateLimits: how many templates are kept.
  ///   - watches: the most directories that are watched, by an instance of this store's own; nil: with the process's, at most three quarters of what the machine
  ///     gives a user.
  /// - Throws: what the file system refused.
  package init(
    root: String, git: GitProgram, limits: SnapshotLimits = SnapshotLimits(), reserve: Int64 = 256 << 20, reservedFiles: Int64 = 1000,
    templateLimits: TemplateLimits = TemplateLimits(), watches: Int? = nil
  ) throws(WorkspaceError) {
    watcher = watches.map { WorkspaceWatcher(most: $0) } ?? .process
    layout = StateLayout(root: root)
    try StateFile.makeDirectories(layout.root)
    for directory in layout.directories { try StateFile.makeDirectory(directory) }
    try StateFile.write(Array("[safe]\n\tdirectory = *\n[pack]\n\twindow = 0\n".utf8), to: layout.sourceConfiguration)
    var git = git
    git.sourceConfiguration = layout.sourceConfiguration
    self.git = git
    self.limits = limits
    self.reserve = DiskRoom(bytes: reserve, files: reservedFiles)
    let mirrors = MirrorKeeper(layout: layout, git: git)
    self.mirrors = mirrors
    templates = TemplateKeeper(layout: layout, limits: templateLimits) { key in await mirrors.release(template: key) }
    footprints = FootprintLedger(TemplateKeeper.footprints(layout), sourceOf: MirrorKeeper.source(of:))
    sharesBlocks = DiskSpace.canShare(at: layout.tasks)
    users = UserSearch(root: layout.tasks)
  }

  // MARK: Making

  /// Makes the task's workspace, or returns the one that is there when it is of the same source.
  /// - Parameters:
  ///   - base: branch, tag or commit; nil: the source's HEAD or default branch.
  ///   - wish: what it is to be besides the commit.
  ///   - seconds: the most that fetching and writing the files may take, each.
  /// - Throws: what the source, the network or the disk refused; nothing is left behind then.
  package func prepare(
    task: TaskID, location: RepositoryLocation, base: String?, wish: WorkspaceWish = WorkspaceWish(),
    credentials: RemoteCredentials = .none, seconds: Double = 300
  ) async throws(WorkspaceError) -> PreparedWorkspace {
    guard let source = RepositoryAddress(location.source) else { throw .unsupportedAddress(location.source) }
    return try await inTurn(task) { () async throws(WorkspaceError) in
      if let marker = WorkspaceMarker(in: self.layout.directory(of: task)) {
        guard marker.location == location, marker.task == task else { throw .occupied(self.layout.directory(of: task)) }
        return marker.workspace(self.layout)
      }
      let found = try await self.mirrors.base(base, of: source, credentials: credentials, seconds: seconds)
      return try await self.build(
        WorkspaceBuilder.Order(task: task, base: found, location: location, wish: wish, seconds: seconds))
    }
  }

  /// Builds a workspace, and pins its commit in the mirror meanwhile.
  func build(_ order: WorkspaceBuilder.Order) async throws(WorkspaceError) -> PreparedWorkspace {
    var order = order
    let (mirrors, commit, task, mirror) = (mirrors, order.base.commit, order.task, order.base.mirror)
    let pinning = Task { () async -> Result<Void, WorkspaceError> in
      do throws(WorkspaceError) { return .success(try await mirrors.pin(commit, for: task, in: mirror)) } catch { return .failure(error) }
    }
    order.pinning = pinning
    let builder = WorkspaceBuilder(
      layout: layout, git: git, reserve: reserve, templates: templates, footprints: footprints, sharesBlocks: sharesBlocks
    ) { key async throws(WorkspaceError) in try await mirrors.keep(template: key) }
    let final = order
    do throws(WorkspaceError) {
      return try await inPlace { () async throws(WorkspaceError) in try await builder.build(final) }
    } catch {
      // Whoever stands at this commit by then keeps it; a pin without a workspace would keep it for ever.
      _ = await pinning.value
      if !StateFile.exists(layout.directory(of: task)) { try? await mirrors.unpin(task, in: mirror) }
      throw error
    }
  }

  /// The task's workspace, if it has one.
  package nonisolated func workspace(of task: TaskID) -> PreparedWorkspace? {
    WorkspaceMarker(in: layout.directory(of: task)).flatMap { $0.task == task ? $0.workspace(layout) : nil }
  }

  // MARK: Looking

  /// Takes the present state of the workspace as a tree and lists what changed. The tree stays valid as long as the workspace exists.
  /// - Parameter trustingWatch: whether, where the workspace is watched, it is enough to look at what was seen to change, and to name large
  ///   files that change without taking them; everything is looked at and taken otherwise.
  /// - Throws: `noWorkspace`, `tooManyFiles`, disk and time-out errors.
  package func snapshot(_ task: TaskID, trustingWatch: Bool = false) async throws(WorkspaceError) -> DiffListing {
    try await inTurn(task) { () async throws(WorkspaceError) in try await self.take(task, trustingWatch: trustingWatch) }
  }

  /// The listing of an earlier tree of the task.
  package func listing(_ task: TaskID, tree: String) async throws(WorkspaceError) -> DiffListing {
    let known = memories[task]
    if let listing = known?.listing, listing.summary.tree == tree { return listing }
    let limits = limits
    return try await reading(task) { (reader) async throws(WorkspaceError) in
      try await reader.listing(tree, memory: nil, limits: limits)
    }
  }

  /// The unified diff between base and tree as git prints it (`a/` and `b/`, full object ids, "Binary files … differ").
  /// - Parameters:
  ///   - tree: a tree of this task, from a listing.
  ///   - paths: as they stand in the listing; empty: all.
  ///   - context: lines around each change.
  package func diffText(
    _ task: TaskID, tree: String, paths: [String] = [], context: Int = 3, ignoresWhitespace: Bool = false, outputLimit: Int = 64 << 20
  ) async throws(WorkspaceError) -> [UInt8] {
    try await reading(task) { (reader) async throws(WorkspaceError) in
      try await reader.text(tree, paths: paths, context: context, ignoresWhitespace: ignoresWhitespace, outputLimit: outputLimit)
    }
  }

  /// Bytes on disk of everything that belongs to the task, without what it shares with its template or the mirror.
  package func bytes(_ task: TaskID) async -> Int64 {
    let path = layout.directory(of: task)
    return await runBlocking { DiskSpace.used(by: path) }
  }

  /// Bytes free where the workspaces are; nil when it cannot be asked.
  package nonisolated func freeSpace() -> Int64? { DiskSpace.free(at: layout.root) }

  /// What is free for workspaces now, without what has to stay free; nil when it cannot be asked.
  package nonisolated func room() -> DiskRoom? {
    guard var room = DiskSpace.room(at: layout.tasks) else { return nil }
    room.take(reserve)
    return room
  }

  /// What a workspace of a source takes, as far as one was made before; nothing where it is not known.
  package nonisolated func need(of location: RepositoryLocation) -> DiskRoom {
    var need = footprints.room(of: location.source) ?? DiskRoom(bytes: 0, files: 0)
    if sharesBlocks { need.bytes = 0 }
    return need
  }

  /// The repository's own setup script of the task's base; nil: there is none, or it is larger than a script.
  package func setupScript(_ task: TaskID) async throws(WorkspaceError) -> [UInt8]? {
    guard let name = try marker(task).setupScript, ObjectName.isValid(name) else { return nil }
    var call = GitCall("reading .carrel/setup", in: layout.shadow(of: task), ["cat-file", "blob", name])
    call.outputLimit = 1 << 20
    return try await git.output(call)
  }

  // MARK: Inside

  /// The marker of a task that has a workspace.
  func marker(_ task: TaskID) throws(WorkspaceError) -> WorkspaceMarker {
    guard let marker = WorkspaceMarker(in: layout.directory(of: task)), marker.task == task else { throw .noWorkspace(task.description) }
    return marker
  }

  /// Runs a body that reads the task's shadow repository; nothing is removed meanwhile. Not to be called in the task's turn, where nothing is removed anyway.
  func reading<Value: Sendable>(
    _ task: TaskID, _ body: (DiffReader) async throws(WorkspaceError) -> Value
  ) async throws(WorkspaceError) -> Value {
    await readers.enter(task)
    do throws(WorkspaceError) {
      let value = try await body(try reader(task))
      await readers.leave(task)
      return value
    } catch {
      await readers.leave(task)
      throw error
    }
  }

  func reader(_ task: TaskID) throws(WorkspaceError) -> DiffReader {
    DiffReader(git: git, marker: try marker(task), shadow: layout.shadow(of: task))
  }

  /// As `snapshot`, inside the task's turn.
  func take(_ task: TaskID, trustingWatch: Bool = false) async throws(WorkspaceError) -> DiffListing {
    let marker = try marker(task)
    let shadow = layout.shadow(of: task)
    var memory: SnapshotMemory
    if let known = memories.removeValue(forKey: task) {
      memory = known
    } else {
      memory = try await SnapshotMemory.load(marker, shadow: shadow, git: git)
      memory.markLarge(from: limits.large)
    }
    var taker = SnapshotTaker(git: git, marker: marker, shadow: shadow, workspace: layout.workspace(of: task), limits: limits)
    if watcher.sees(taker.workspace) { taker.watcher = watcher }
    // Taken in any case: a full look is as good as one at what changed.
    let dirty = watcher.take(taker.workspace)
    let listing: DiffListing
    do throws(WorkspaceError) {
      listing = try await taker.take(&memory, trustingWatch ? dirty : .everything, isLive: trustingWatch && taker.watcher != nil)
    } catch {
      // The memory is not put back: the next snapshot begins with what is on disk.
      watcher.distrust(taker.workspace)
      throw error
    }
    remember(memory, of: task)
    return listing
  }

  /// Keeps a memory, and lets the oldest go when there are too many files in all.
  private func remember(_ memory: SnapshotMemory, of task: TaskID) {
    memories[task] = memory
    recent.removeAll { $0 == task }
    recent.append(task)
    var files = memories.values.reduce(0) { $0 + $1.index.count }
    while files > 500_000 || recent.count > 64, recent.count > 1 {
      let oldest = recent.removeFirst()
      files -= memories.removeValue(forKey: oldest)?.index.count ?? 0
    }
  }

  /// Forgets what was remembered of a workspace that is gone or new.
  func forget(_ task: TaskID) {
    memories[task] = nil
    recent.removeAll { $0 == task }
  }

  /// Runs a body in the task's turn.
  func inTurn<Value: Sendable>(
    _ task: TaskID, _ body: () async throws(WorkspaceError) -> Value
  ) async throws(WorkspaceError) -> Value {
    await turns.enter(task)
    do throws(WorkspaceError) {
      let value = try await body()
      await turns.leave(task)
      return value
    } catch {
      await turns.leave(task)
      throw error
    }
  }

  /// Runs a heavy body when there is a place for it.
  func inPlace<Value: Sendable>(_ body: () async throws(WorkspaceError) -> Value) async throws(WorkspaceError) -> Value {
    await turns.takePlace()
    do throws(WorkspaceError) {
      let value = try await body()
      await turns.givePlace()
      return value
    } catch {
      await turns.givePlace()
      throw error
    }
  }
}

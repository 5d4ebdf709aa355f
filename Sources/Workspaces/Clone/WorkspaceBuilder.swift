internal import CSystem
internal import Model
internal import Platform

/// Makes the directory of a task: shadow repository, tree, the tree's own `.git`, home, log. Everything is built under another name and
/// renamed at the end, so that a killed service leaves either a whole workspace or a `.new-` directory that the next start clears away.
struct WorkspaceBuilder: Sendable {
  let layout: StateLayout
  let git: GitProgram
  /// Bytes and files that have to stay free.
  let reserve: DiskRoom
  let templates: TemplateKeeper
  let footprints: FootprintLedger
  /// Whether copies share their blocks with the template.
  let sharesBlocks: Bool
  /// Keeps a template's commit in the mirror.
  let pin: @Sendable (Template.Key) async throws(WorkspaceError) -> Void

  /// What is to be built.
  struct Order: Sendable {
    var task: TaskID
    var base: BaseCommit
    var location: RepositoryLocation
    var wish = WorkspaceWish()
    /// The most that writing the files may take.
    var seconds: Double
    /// A bundle that is unpacked into the shadow repository.
    var bundle: String?
    /// The tree that lies in the workspace instead of the base's, for undelete. Has to be in `bundle`.
    var tree: String?
    /// Keeps the task's commit in the mirror; waited for before the workspace counts as made.
    var pinning: Task<Result<Void, WorkspaceError>, Never>?
  }

  /// Builds the workspace: as a copy of the template of its commit, or by itself where the disk has no room for both.
  func build(_ order: Order) async throws(WorkspaceError) -> PreparedWorkspace {
    let directory = layout.directory(of: order.task)
    guard !StateFile.exists(directory) else { throw .occupied(directory) }
    let cone = try SparseCone(order.wish.sparse)
    let key = Template.Key(
      mirror: order.base.mirror, commit: order.base.commit, sparse: cone?.directories ?? [], setup: order.wish.setup?.command ?? "")
    let filler = TreeFiller(git: git, base: order.base, cone: cone, seconds: order.seconds)
    let source = try await origin(order, key, filler)
    do throws(WorkspaceError) {
      let workspace = try await build(order, source, filler)
      if let template = source.template { await templates.release(template.path) }
      return workspace
    } catch {
      if let template = source.template { await templates.release(template.path) }
      // Other tasks are not to try in vain.
      if error.isShortage { _ = await templates.makeRoom() }
      throw error
    }
  }

  /// What a workspace is made from.
  private struct Origin: Sendable {
    /// Nil: from the mirror.
    var template: Template?
    var content: BaseTree?
  }

  private func origin(_ order: Order, _ key: Template.Key, _ filler: TreeFiller) async throws(WorkspaceError) -> Origin {
    let doing = "making the workspace of \(order.task)"
    if await !templates.has(key) {
      let content = try await BaseTree.read(
        order.base.commit, in: order.base.mirror, git: git, withSizes: true, cone: filler.cone)
      let need = TemplateMaker.footprint(content)
      footprints.note(need, of: order.location.source)
      // The template and the workspace.
      let both = DiskRoom(bytes: sharesBlocks ? need.bytes : 2 * need.bytes, files: 2 * (need.files ?? 0))
      if lacks(both) { _ = await templates.makeRoom() }
      if lacks(both) {
        try checkRoom(need, doing)
        if order.wish.setup == nil { return Origin(template: nil, content: content) }
      }
      let maker = TemplateMaker(layout: layout, git: git, key: key, filler: filler, content: content, setup: order.wish.setup)
      let pin = pin
      let template = try await templates.use(key) { () async throws(WorkspaceError) in
        try await pin(key)
        return try await maker.make()
      }
      footprints.note(template.footprint, of: order.location.source)
      return Origin(template: template)
    }
    let template = try await templates.use(key) { () async throws(WorkspaceError) in
      // It went in this very moment: once more from the beginning.
      let content = try await BaseTree.read(
        order.base.commit, in: order.base.mirror, git: git, withSizes: true, cone: filler.cone)
      try await pin(key)
      return try await TemplateMaker(layout: layout, git: git, key: key, filler: filler, content: content, setup: order.wish.setup).make()
    }
    footprints.note(template.footprint, of: order.location.source)
    var need = template.footprint
    if sharesBlocks { need.bytes = 0 }
    do throws(WorkspaceError) { try checkRoom(need, doing) } catch {
      // The templates of other commits may hold what is missing.
      let madeRoom = await templates.makeRoom()
      if madeRoom, !lacks(need) { return Origin(template: template) }
      await templates.release(template.path)
      throw error
    }
    return Origin(template: template)
  }

  private func build(_ order: Order, _ origin: Origin, _ filler: TreeFiller) async throws(WorkspaceError) -> PreparedWorkspace {
    let partial = "\(layout.tasks)/.new-\(order.task)-\(StateFile.token())"
    try StateFile.makeNewDirectory(partial)
    do throws(WorkspaceError) {
      // Beside the copy, which is work of the kernel's.
      let references = Task { () async -> Result<[UInt8], WorkspaceError> in
        do throws(WorkspaceError) { return .success(try await filler.references()) } catch { return .failure(error) }
      }
      var remarks: [String] = []
      if let template = origin.template {
        try await runBlocking { () throws(WorkspaceError) in try WorkspaceBuilder.copy(template, to: partial) }
        remarks = template.remarks
      } else if let content = origin.content {
        try StateFile.makeNewDirectory(partial + "/home")
        try await filler.fill(partial, content)
        try await StampBook.prime(shadow: partial + "/git", workspace: partial + "/ws", git: git)
        remarks = try await filler.remarks(content)
      }
      try StateFile.makeNewDirectory(partial + "/log")
      try filler.writeReferences(try await references.value.get(), in: partial + "/ws/.git")
      if let bundle = order.bundle {
        try await git.output(
          GitCall("unpacking the sealed work of \(order.task)", in: partial + "/git", ["bundle", "unbundle", bundle]))
      }
      if let tree = order.tree {
        try await filler.checkOut(tree, partial + "/git", partial + "/ws")
        try await StampBook.prime(shadow: partial + "/git", workspace: partial + "/ws", git: git)
      }
      guard case .success(let opened) = OpenDirectory.open(partial), let stamp = opened.stat() else {
        throw .files(doing: "making the workspace of \(order.task)", reason: "its directory is gone")
      }
      var marker = WorkspaceMarker(
        task: order.task, inode: stamp.inode, token: StateFile.token(), base: order.base.commit, branch: order.base.branch,
        location: order.location, mirror: order.base.mirror, remarks: remarks)
      marker.setupScript = origin.template?.script ?? origin.content?.setupScript
      marker.isSetUp = origin.template?.key.setup.isEmpty == false
      try StateFile.write(marker.bytes, to: partial + "/" + WorkspaceMarker.name, isDurable: true)
      try await order.pinning?.value.get()
      try StateFile.move(partial, to: layout.directory(of: order.task))
      return marker.workspace(layout)
    } catch {
      await clear(partial)
      throw error
    }
  }

  /// Copies a template, as a snapshot where there are such.
  private static func copy(_ template: Template, to partial: String) throws(WorkspaceError) {
    for name in ["git", "home"] {
      try StateFile.makeNewDirectory("\(partial)/\(name)")
      try TreeCopier.copy("\(template.path)/\(name)", to: "\(partial)/\(name)")
    }
    if snapshot(template, partial) { return }
    try TreeFiller.makeTree("ws", in: partial)
    let copied = try TreeCopier.copy(template.workspace, to: partial + "/ws", notes: true)
    var stamps = copied.stamps
    if !template.key.setup.isEmpty {
      // Of what a setup has made nothing is in the index.
      let tracked = StampBook.load(shadow: template.shadow).stamps
      stamps = stamps.filter { tracked[$0.key] != nil }
    }
    try StampBook.save(stamps, shadow: partial + "/git")
  }

  private static func snapshot(_ template: Template, _ partial: String) -> Bool {
    guard case .success(let from) = OpenDirectory.open(template.path), case .success(let to) = OpenDirectory.open(partial),
      cs_is_subvolume(from.descriptor, "ws") == 1, case .success(let tree) = from.directory(Array("ws".utf8))
    else { return false }
    return cs_subvolume_snapshot(tree.descriptor, to.descriptor, "ws") == 0
  }

  private func clear(_ partial: String) async {
    let tasks = layout.tasks
    await runBlocking {
      // What was half made is in nobody's use; what cannot be deleted now goes at the next start.
      if case .success(let directory) = OpenDirectory.open(tasks), let slash = partial.lastIndex(of: "/") {
        try? TreeRemover.remove(String(partial[partial.index(after: slash)...]), in: directory)
      }
    }
  }

  // MARK: Room

  private func lacks(_ need: DiskRoom) -> Bool { DiskSpace.room(at: layout.tasks)?.shortage(of: need, reserve: reserve) != nil }

  private func checkRoom(_ need: DiskRoom, _ doing: String) throws(WorkspaceError) {
    guard let room = DiskSpace.room(at: layout.tasks), room.shortage(of: need, reserve: reserve) != nil else { return }
    if room.bytes < need.bytes + reserve.bytes {
      throw .diskFull(doing: doing, needed: need.bytes + reserve.bytes, free: room.bytes)
    }
    throw .inodesFull(doing: doing, needed: (need.files ?? 0) + (reserve.files ?? 0), free: room.files ?? 0)
  }
}

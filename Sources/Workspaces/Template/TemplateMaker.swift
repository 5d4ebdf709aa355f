internal import Model
internal import Platform

/// Makes one template under another name and renames it: a killed service leaves a whole one or a `.new-` directory that the next start clears away.
struct TemplateMaker: Sendable {
  let layout: StateLayout
  let git: GitProgram
  let key: Template.Key
  let filler: TreeFiller
  let content: BaseTree
  let setup: SharedSetup?

  /// What a workspace of this content takes: its files, and half a block for each of them besides, for directories and the index.
  static func footprint(_ content: BaseTree) -> DiskRoom {
    DiskRoom(bytes: content.bytes + Int64(content.files.count) * 512 + 65536, files: Int64(content.files.count) + 64)
  }

  /// Makes it.
  /// - Throws: `setupFailed`, `setupCut`, what git or the disk refused; nothing is left then.
  func make() async throws(WorkspaceError) -> Template {
    let repository = layout.templates + "/" + key.repository
    try StateFile.makeDirectory(repository)
    let name = ".new-\(StateFile.token())"
    let partial = repository + "/" + name
    try StateFile.makeNewDirectory(partial)
    do throws(WorkspaceError) {
      try StateFile.makeNewDirectory(partial + "/home")
      try await filler.fill(partial, content)
      // The book is right for a snapshot of the tree, in which every file is the same inode; a copy gets one of its own.
      try await StampBook.prime(shadow: partial + "/git", workspace: partial + "/ws", git: git)
      var footprint = TemplateMaker.footprint(content)
      var remarks = try await filler.remarks(content)
      if let setup {
        remarks += try await run(setup, partial)
        let whole = await runBlocking { DiskSpace.used(by: partial) }
        footprint.bytes = max(footprint.bytes, whole)
      }
      let path = repository + "/" + key.name
      let template = Template(key: key, path: path, footprint: footprint, remarks: remarks, script: content.setupScript)
      try StateFile.write(template.bytes, to: partial + "/" + Template.name)
      if StateFile.exists(path) {
        // One that could not be read any more.
        try StateFile.move(path, to: "\(layout.trash)/template-\(StateFile.token())")
      }
      try StateFile.move(partial, to: path)
      return template
    } catch {
      await runBlocking {
        guard case .success(let directory) = OpenDirectory.open(repository) else { return }
        try? TreeRemover.remove(name, in: directory)
      }
      throw error
    }
  }

  private func run(_ setup: SharedSetup, _ directory: String) async throws(WorkspaceError) -> [String] {
    let place = SharedSetup.Place(
      workspace: directory + "/ws", home: directory + "/home", mirrorObjects: filler.base.mirror + "/objects")
    switch await setup.run(place) {
    case .done: break
    case .failed(let text): throw .setupFailed(text)
    case .cut: throw .setupCut
    }
    return try await SetupResult(git: git, directory: directory).settle()
  }
}

import Glibc
import Model
import Platform
import TestSupport
import Testing
import Workspaces

/// What depends on the file system: no room, no inodes, shared blocks, snapshots.
@Suite(.serialized) struct VolumeTests {
  private static let text = String(repeating: "the same line again\n", count: 200)
  private static let files = Dictionary(uniqueKeysWithValues: (0..<500).map { ("d\($0 % 10)/f\($0).txt", text) })

  private static func store(_ volume: String, files: Int64 = 0) throws -> WorkspaceStore {
    try WorkspaceStore(root: volume + "/state", git: try GitProgram(helper: nil), reserve: 0, reservedFiles: files)
  }

  @Test(.enabled(if: Volume.canMount, "needs the right to mount"))
  func f16AFullDiskInTheMiddleOfACopyLeavesNothingAndTheNextTryFindsRoom() async throws {
    try await TestRepositoryRoot.use { root in
      let source = try await root.repository("source", files: Self.files)
      let location = RepositoryLocation(source: source.path, publishTo: source.path)
      try await Volume.memory(root, megabytes: 6) { volume in
        let store = try Self.store(volume)
        _ = try await store.prepare(task: TaskID(1), location: location, base: nil)
        let template = try #require(try TemplateTests.templates(store).first)
        // As if it were known to take nothing.
        try await root.run("sed", ["-i", "s/^bytes .*/bytes 1/", template + "/.carrel-template"])
        do {
          _ = try await store.prepare(task: TaskID(2), location: location, base: nil)
          Issue.record("there was room")
        } catch {
          #expect((error as? WorkspaceError)?.isShortage == true)
          #expect((error as? WorkspaceError)?.text.contains("the disk is full") == true)
        }
        #expect(try Files.list(store.layout.tasks) == ["T1"])
        #expect(try Files.list(store.layout.trash).isEmpty)
        // The template went, so that there is room for a workspace now.
        #expect(try TemplateTests.templates(store).isEmpty)
        _ = try await store.prepare(task: TaskID(2), location: location, base: nil)
        #expect(try await store.snapshot(TaskID(2)).summary.isEmpty)
        // Room for no third one: that is known before anything is written.
        do {
          _ = try await store.prepare(task: TaskID(3), location: location, base: nil)
          Issue.record("there was room")
        } catch {
          guard case .diskFull(_, let needed, let free) = error as? WorkspaceError else {
            Issue.record("\(error)")
            return
          }
          #expect(needed > 2_000_000 && free < needed)
        }
        let shortage = store.room()?.shortage(of: store.need(of: location))
        #expect(shortage?.hasPrefix("waiting for disk: needs 2.") == true)
        // A task's end makes room.
        try await store.remove(TaskID(1))
        await store.trashEmptied()
        #expect(store.room()?.shortage(of: store.need(of: location)) == nil)
        _ = try await store.prepare(task: TaskID(3), location: location, base: nil)
      }
    }
  }

  @Test(.enabled(if: Volume.canMount, "needs the right to mount"))
  func f16TooFewInodesAreSaidBeforeAnythingIsMade() async throws {
    try await TestRepositoryRoot.use { root in
      let source = try await root.repository("source", files: Self.files)
      let location = RepositoryLocation(source: source.path, publishTo: source.path)
      try await Volume.memory(root, megabytes: 60, files: 400) { volume in
        let store = try Self.store(volume, files: 10)
        do {
          _ = try await store.prepare(task: TaskID(1), location: location, base: nil)
          Issue.record("there was room")
        } catch {
          guard case .inodesFull(_, let needed, let free) = error as? WorkspaceError else {
            Issue.record("\(error)")
            return
          }
          #expect(needed == 574 && free < 400 && free > 0)
        }
        #expect(try Files.list(store.layout.tasks).isEmpty)
        #expect(store.room()?.shortage(of: store.need(of: location))?.hasPrefix("waiting for disk: needs 564 files, ") == true)
      }
    }
  }

  @Test(.enabled(if: Volume.canMake("xfs"), "needs root, a loop device and mkfs.xfs"))
  func onXFSCopiesShareTheirBlocks() async throws { try await sharing("xfs") }

  @Test(.enabled(if: Volume.canMake("btrfs"), "needs root, a loop device and mkfs.btrfs"))
  func onBtrfsWorkspacesAreSnapshots() async throws { try await sharing("btrfs") }

  private func sharing(_ kind: String) async throws {
    try await TestRepositoryRoot.use { root in
      let source = try await root.repository("source", files: Self.files)
      let location = RepositoryLocation(source: source.path, publishTo: source.path)
      try await Volume.image(root, kind) { volume in
        let store = try Self.store(volume)
        #expect(store.sharesBlocks)
        for number in 1...3 { _ = try await store.prepare(task: TaskID(number), location: location, base: nil) }
        sync()
        #expect(store.need(of: location).bytes == 0)
        var status = stat()
        #expect(stat(store.layout.workspace(of: TaskID(2)), &status) == 0)
        if kind == "btrfs" { #expect(status.st_ino == 256) }
        // 500 files of 4,000 bytes; what is its own are directories and the repository's few files.
        let own = await store.bytes(TaskID(2))
        #expect(own < 600_000, "\(own)")
        #expect(try await store.snapshot(TaskID(2)).lines == [])
        let path = store.layout.workspace(of: TaskID(2))
        try Files.writeAtomically(Array(repeating: 7, count: 2_000_000), to: path + "/large", mode: 0o644)
        sync()
        #expect(await store.bytes(TaskID(2)) > own + 1_900_000)
        #expect(try await store.snapshot(TaskID(2)).lines == ["A large"])
        #expect(try await store.snapshot(TaskID(3)).lines == [])
        for number in 1...3 { try await store.remove(TaskID(number)) }
        await store.trashEmptied()
        #expect(try Files.list(store.layout.trash).isEmpty)
      }
    }
  }
}

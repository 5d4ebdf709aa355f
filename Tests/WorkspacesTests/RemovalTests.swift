import Glibc
import Model
import Platform
import TestSupport
import Testing
import Workspaces

/// Work is never lost and nothing foreign is ever deleted; the names are those of the list of failures that others suffered (F1 to F16).
struct RemovalTests {
  @Test("F1: sealed work comes back with commits dirty and untracked files") func f1SealedWorkComesBackWithCommitsDirtyAndUntrackedFiles()
    async throws
  {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      try await workspace.shell(
        "echo c > committed; git add -A; git commit -qm mine; echo dirty >> README.md; echo u > untracked; rm src/b.txt")
      let before = try await desk.store.snapshot(TaskID(1))
      let work = try await desk.store.seal(TaskID(1), title: "a title\nwith more", author: desk.author)
      #expect(work?.tree == before.summary.tree)
      try await desk.store.remove(TaskID(1))
      #expect(desk.store.workspace(of: TaskID(1)) == nil)
      // The base is gone from the source, and the source moved on.
      try await desk.source.git("checkout", "-q", "--orphan", "fresh")
      try await desk.source.git("commit", "-qm", "fresh")
      try await desk.source.git("branch", "-D", "main")
      try await desk.prepare(2)
      let again = try await desk.store.undelete(TaskID(1))
      #expect(again.baseCommit == before.base)
      #expect(try await desk.store.snapshot(TaskID(1)) == before)
      let agent = TestWorkspace(root: desk.root, prepared: again)
      #expect(try await agent.shell("git status --porcelain") == " M README.md\n D src/b.txt\n?? committed\n?? untracked\n")
      await #expect(throws: WorkspaceError.occupied(desk.store.layout.directory(of: TaskID(1)))) {
        try await desk.store.undelete(TaskID(1))
      }
      // The morgue's patch stands on its own.
      let patch = desk.store.layout.morgue(of: TaskID(1)) + "/work.patch"
      try await desk.root.run("git", ["apply", "--check", patch], in: desk.source.path)
      try await desk.store.dropSealed(TaskID(1))
      #expect(desk.store.sealed(TaskID(1)) == nil)
      await #expect(throws: WorkspaceError.notInMorgue("T3")) { try await desk.store.undelete(TaskID(3)) }
    }
  }

  @Test func nothingChangedIsNothingToSealAndASecondSealReplacesTheFirst() async throws {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      #expect(try await desk.store.seal(TaskID(1), title: "t", author: desk.author) == nil)
      #expect(desk.store.sealed(TaskID(1)) == nil)
      try workspace.write("a", "1")
      _ = try await desk.store.seal(TaskID(1), title: "t", author: desk.author)
      try workspace.write("a", "2")
      let second = try await desk.store.seal(TaskID(1), title: "t", author: desk.author)
      #expect(desk.store.sealed(TaskID(1)) == second)
    }
  }

  @Test func whoReadsADiffDoesNotHinderTheDeletion() async throws {
    try await Desk.use { desk in
      for round in 1...8 {
        let task = TaskID(round)
        let workspace = try await desk.prepare(round)
        for number in 1...40 { try workspace.write("file\(number)", String(repeating: "line \(number)\n", count: 500)) }
        let tree = try await desk.store.snapshot(task).summary.tree
        let store = desk.store
        await withTaskGroup(of: Void.self) { group in
          for _ in 1...6 {
            group.addTask {
              // Either the whole text, or word that the workspace is gone.
              do throws(WorkspaceError) {
                #expect(try await store.diffText(task, tree: tree).count > 100_000)
              } catch {
                #expect(error == .noWorkspace(task.description))
              }
            }
          }
          group.addTask {
            do throws(WorkspaceError) { try await store.remove(task) } catch { Issue.record("\(error.text)") }
          }
        }
        #expect(store.workspace(of: task) == nil)
      }
    }
  }

  @Test("F2: a process that still works there stops the deletion") func f2AProcessThatStillWorksThereStopsTheDeletion() async throws {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      var command = ProcessCommand("cat", environment: ["PATH": "/usr/bin:/bin"], directory: workspace.path + "/src")
      command.input = .pipe
      let child = try ChildProcess.spawn(command)
      await #expect(
        throws: WorkspaceError.inUse(path: desk.store.layout.directory(of: TaskID(1)), pid: child.pid, program: "cat")
      ) { try await desk.store.remove(TaskID(1)) }
      #expect(Files.exists(workspace.path + "/src/a.txt"))
      child.closeInput()
      _ = await child.wait()
      try await desk.store.remove(TaskID(1))
      #expect(!Files.exists(workspace.path))
    }
  }

  @Test("F3: only our own directories are deleted") func f3OnlyOurOwnDirectoriesAreDeleted() async throws {
    try await Desk.use { desk in
      let layout = desk.store.layout
      func refused(_ number: Int, _ reason: String) async throws {
        await #expect(throws: WorkspaceError.notOurs(path: layout.directory(of: TaskID(number)), reason: reason)) {
          try await desk.store.remove(TaskID(number))
        }
      }
      // A link to the operator's repository.
      symlink(desk.source.path, layout.directory(of: TaskID(2)))
      try await refused(2, "it is no directory but a link or a file")
      // A directory without marker.
      try Files.makeDirectory(layout.directory(of: TaskID(3)) + "/precious")
      try await refused(3, "it has no marker of ours")
      // The marker of another task, and the marker of this task copied elsewhere.
      try await desk.prepare(1)
      try await desk.root.run("cp", ["-a", layout.directory(of: TaskID(1)), layout.directory(of: TaskID(4))])
      try await refused(4, "its marker belongs to another directory")
      try await desk.root.run("cp", ["-a", layout.directory(of: TaskID(1)), desk.root.path + "/copy"])
      try await desk.root.run("mv", [layout.directory(of: TaskID(1)), desk.root.path + "/original"])
      try await desk.root.run("mv", [desk.root.path + "/copy", layout.directory(of: TaskID(1))])
      try await refused(1, "its marker belongs to another directory")
      // The tasks directory itself exchanged for a link.
      try await desk.root.run("mv", [layout.tasks, desk.root.path + "/tasks"])
      symlink(desk.root.path + "/tasks", layout.tasks)
      await #expect(throws: WorkspaceError.notOurs(path: layout.tasks, reason: "it is no plain directory")) {
        try await desk.store.remove(TaskID(1))
      }
      #expect(Files.exists(desk.source.path + "/README.md"))
      #expect(Files.exists(desk.root.path + "/tasks/T3/precious"))
    }
  }

  @Test("F3: a mount inside stops the deletion") func f3AMountInsideStopsTheDeletion() async throws {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      try Files.makeDirectory(workspace.path + "/mnt")
      let mounted = try await desk.root.outcome("mount", ["--bind", desk.source.path, workspace.path + "/mnt"])
      // Only where the test may mount at all.
      guard mounted.exit.isSuccess else { return }
      await #expect(
        throws: WorkspaceError.notOurs(
          path: desk.store.layout.directory(of: TaskID(1)), reason: "something is mounted at \(workspace.path)/mnt")
      ) { try await desk.store.remove(TaskID(1)) }
      try await desk.root.run("umount", [workspace.path + "/mnt"])
      #expect(Files.exists(desk.source.path + "/README.md"))
      try await desk.store.remove(TaskID(1))
      #expect(Files.exists(desk.source.path + "/README.md"))
    }
  }

  @Test("F4: no directory is ever reused") func f4NoDirectoryIsEverReused() async throws {
    try await Desk.use { desk in
      let first = try await desk.prepare()
      try first.write("old", "old")
      let inode = try await desk.root.run("stat", ["-c", "%i", first.path])
      try await desk.store.remove(TaskID(1))
      let second = try await desk.prepare()
      #expect(!Files.exists(second.path + "/old"))
      #expect(second.path == first.path)
      #expect(try await desk.root.run("stat", ["-c", "%i", second.path]) != inode)
      #expect(try await desk.store.snapshot(TaskID(1)).summary.isEmpty)
    }
  }

  @Test("F6 and F7: forty at once with a fetch running leave everything whole")
  func f6AndF7FortyAtOnceWithAFetchRunningLeaveEverythingWhole() async throws {
    try await Desk.use { desk in
      let store = desk.store
      let location = desk.location
      let commits = try await withThrowingTaskGroup(of: String.self) { group in
        for number in 1...40 {
          group.addTask { try await store.prepare(task: TaskID(number), location: location, base: nil).baseCommit }
          // The source moves on meanwhile, so that fetches are needed in between.
          if number % 10 == 0 {
            try desk.source.write("file\(number)", "x")
            try await desk.source.commit("commit \(number)")
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(commits.count == 40)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...40 where number % 2 == 0 { group.addTask { try await store.remove(TaskID(number)) } }
        try await group.waitForAll()
      }
      #expect(try await desk.source.git("fsck", "--strict") == "")
      let mirror = try #require(try Files.list(store.layout.mirrors).first { $0.hasSuffix(".git") })
      #expect(try await desk.root.run("git", ["--git-dir=\(store.layout.mirrors)/\(mirror)", "fsck", "--strict"]) == "")
      for number in [1, 21, 39] {
        let workspace = try #require(store.workspace(of: TaskID(number)))
        // What the mirror fetched since is not this workspace's.
        #expect(try await desk.root.run("git", ["fsck", "--strict", "--no-dangling"], in: workspace.path) == "")
        #expect(try await desk.root.run("git", ["status", "--porcelain"], in: workspace.path) == "")
      }
      await desk.store.trashEmptied()
      let pins = try await desk.root.run("git", ["--git-dir=\(store.layout.mirrors)/\(mirror)", "for-each-ref", "refs/carrel/pin"])
      #expect(pins.split(separator: "\n").count == 20)
    }
  }

  @Test("F8: a workspace that changed since it was seen is not deleted") func f8AWorkspaceThatChangedSinceItWasSeenIsNotDeleted()
    async throws
  {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      let seen = try await desk.store.snapshot(TaskID(1)).summary.tree
      try workspace.write("late", "late")
      let now = try await desk.store.snapshot(TaskID(1)).summary.tree
      await #expect(throws: WorkspaceError.treeChanged(seen: seen, now: now)) { try await desk.store.remove(TaskID(1), ifTree: seen) }
      try await desk.store.remove(TaskID(1), ifTree: now)
      #expect(!Files.exists(workspace.path))
      try await desk.store.remove(TaskID(1), ifTree: now)
    }
  }

  @Test("F13: the next start brings everything in order") func f13TheNextStartBringsEverythingInOrder() async throws {
    try await Desk.use { desk in
      let layout = desk.store.layout
      for number in 1...3 { try await desk.prepare(number).write("work", "work \(number)") }
      // Killed while making, while sealing, while deleting, while git held a lock.
      try Files.makeDirectory(layout.tasks + "/.new-T9-0123/ws")
      try Files.makeDirectory(layout.morgue + "/.new-T9-0123")
      try Files.makeDirectory(layout.mirrors + "/.new-0123/objects")
      try Files.makeDirectory(layout.trash + "/T8-old/ws/deep")
      try Files.writeAtomically([], to: layout.shadow(of: TaskID(1)) + "/index.lock")
      let mirror = try #require(try Files.list(layout.mirrors).first { $0.hasSuffix(".git") })
      try Files.writeAtomically([], to: layout.mirrors + "/" + mirror + "/packed-refs.lock")
      try Files.makeDirectory(layout.tasks + "/somebody's")
      let store = try WorkspaceStore(root: layout.root, git: try GitProgram(helper: nil))
      let said = await store.reconcile(known: [TaskID(1), TaskID(2)], incomplete: [TaskID(9)])
      #expect(said.count == 5)
      #expect(try Files.list(layout.tasks).sorted() == ["T1", "T2"])
      #expect(try Files.list(layout.trash).isEmpty)
      let aside = try Files.list(layout.lostFound).sorted()
      #expect(aside.count == 2)
      #expect(try aside.contains { try $0.hasPrefix("T3-") && Files.readText(layout.lostFound + "/\($0)/ws/work", limit: 99) == "work 3" })
      #expect(!Files.exists(layout.mirrors + "/" + mirror + "/packed-refs.lock"))
      #expect(try await store.snapshot(TaskID(1)).lines == ["A work"])
      #expect(await store.reconcile(known: [TaskID(1), TaskID(2)], incomplete: []) == [])
      // A directory that was deleted by hand is no trouble.
      try await desk.root.run("rm", ["-rf", layout.directory(of: TaskID(2))])
      #expect(await store.reconcile(known: [TaskID(1), TaskID(2)], incomplete: []) == [])
      try await store.remove(TaskID(2))
    }
  }

  @Test("F16: a full disk is said before anything is made") func f16AFullDiskIsSaidBeforeAnythingIsMade() async throws {
    try await TestRepositoryRoot.use { root in
      let source = try await root.repository("source")
      let store = try WorkspaceStore(root: root.path + "/state", git: try GitProgram(helper: nil), reserve: 1 << 60)
      do {
        _ = try await store.prepare(
          task: TaskID(1), location: RepositoryLocation(source: source.path, publishTo: source.path), base: nil)
        Issue.record("it was made")
      } catch {
        guard case .diskFull(_, let needed, let free) = error as? WorkspaceError else {
          Issue.record("\(error)")
          return
        }
        #expect(needed > 1 << 60)
        #expect(free > 0)
      }
      #expect(try Files.list(store.layout.tasks).isEmpty)
    }
  }

  @Test("F48: no writable way leads from the workspace to the source") func f48NoWritableWayLeadsFromTheWorkspaceToTheSource() async throws
  {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      #expect(try await workspace.shell("git config --list --local | grep -c \(desk.source.path) || true") == "0\n")
      #expect(try await workspace.shell("grep -rl \(desk.source.path) . || true") == "")
      #expect(try await workspace.shell("git config --get-regexp '^(remote|user)' || true") == "")
      let modes = try await desk.root.run("stat", ["-c", "%a", desk.store.layout.root, desk.store.layout.tasks, workspace.path])
      #expect(modes == "700\n700\n700\n")
    }
  }
}

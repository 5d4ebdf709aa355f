import Model
import Platform
import TestSupport
import Testing
import Workspaces

/// What looks at merges cost: counted, not timed. And what a moved branch changes.
struct MergeWorkTests {
  @Test func oneChangedTaskOfFortyCostsWhatItTouches() async throws {
    var files = MergeTests.base
    for number in 0..<40 { files["own/\(number).txt"] = "own \(number)\n" }
    try await Desk.use(files: files) { desk in
      // Every fourth shares poem.txt with the others of its kind, the rest has files of its own.
      var subjects = try await desk.subjects(
        (0..<40).map { "echo x >> own/\($0).txt" + ($0 % 4 == 0 ? "; sed -i 's/^line \($0 / 4 + 1)$/mine \($0)/' poem.txt" : "") })
      let book = MergeBook(store: desk.store)
      let first = try await book.matrix(subjects, repository: "r")
      #expect(first.tasks.count == 40)
      #expect(first.collisions.count == 45)
      let cold = await book.work
      #expect(cold.listings == 40)
      #expect(cold.merges == 45)
      #expect(cold.calls <= 6)
      // Nothing changed: nothing is asked.
      #expect(try await book.matrix(subjects, repository: "r") == first)
      #expect(await book.work == cold)
      // One that shares nothing changed: no merge at all.
      try await TestWorkspace(root: desk.root, prepared: try #require(desk.store.workspace(of: TaskID(2)))).shell("echo y > own/1.txt")
      subjects[1] = try await desk.subject(2)
      #expect(try await book.matrix(subjects, repository: "r").collisions == first.collisions)
      var work = await book.work
      #expect(work.listings == 41 && work.merges == 45 && work.calls == cold.calls + 1)
      // One that shares a file with nine others changed: nine merges, in one process.
      try await TestWorkspace(root: desk.root, prepared: try #require(desk.store.workspace(of: TaskID(5)))).shell(
        "sed -i 's/^line 20$/twenty/' poem.txt")
      subjects[4] = try await desk.subject(5)
      let third = try await book.matrix(subjects, repository: "r")
      #expect(third.collisions.count == 45)
      work = await book.work
      #expect(work.listings == 42 && work.merges == 54 && work.calls <= cold.calls + 5)
      // The whole agrees with one that knows nothing.
      #expect(try await MergeBook(store: desk.store).matrix(subjects, repository: "r") == third)
      // A task goes: what is left is known.
      _ = try await book.matrix(Array(subjects.dropLast()), repository: "r")
      #expect(await book.work == work)
      // The train: only those that share something are merged, one after the other.
      let rehearsal = try await book.rehearse(subjects)
      #expect(rehearsal.steps.map(\.task) == subjects.map(\.task))
      #expect(await book.work.merges <= work.merges + 10)
    }
  }

  @Test func changesAreHeldAgainstTheBranchAsItWasFetched() async throws {
    try await Desk.use(files: MergeTests.base) { desk in
      let subjects = try await desk.subjects([
        "sed -i 's/^line 3$/three/' poem.txt", "echo x >> src/a.txt", "sed -i 's/^line 15$/15/' poem.txt",
      ])
      let book = MergeBook(store: desk.store)
      #expect(try await book.matrix(subjects, repository: "r").standings.values.allSatisfy { $0.kind == .merges })
      try await desk.root.run("sed", ["-i", "s/^line 3$/drei/; s/^line 15$/15/", "poem.txt"], in: desk.source.path)
      let moved = try await desk.source.commit("moved")
      // Not before it is fetched.
      #expect(try await book.matrix(subjects, repository: "r").standings[TaskID(1)]?.kind == .merges)
      #expect(try await desk.store.refresh(desk.location, branch: "main") == moved)
      let matrix = try await book.matrix(subjects, repository: "r")
      #expect(matrix.standings[TaskID(1)]?.kind == .conflicts)
      #expect(matrix.standings[TaskID(1)]?.words == "does not merge onto main: poem.txt")
      #expect(matrix.standings[TaskID(2)]?.kind == .merges)
      #expect(matrix.standings[TaskID(3)]?.kind == .nothingLeft)
      #expect(matrix.standings.values.allSatisfy { $0.commit == moved && $0.branch == "main" })
      // The pairs are about the tasks alone.
      #expect(matrix.collisions.map(\.kind) == [.shared])
      let rehearsal = try await book.rehearse([subjects[1], subjects[0], subjects[2]])
      #expect(rehearsal.steps.map(\.standing.kind) == [.merges, .conflicts, .nothingLeft])
      #expect(rehearsal.steps[1].against == [])
      // A task that starts from the new state is held against the older ones.
      let later = try await desk.prepare(4)
      try await later.shell("sed -i 's/^line 3$/trois/; s/^line 20$/twenty/' poem.txt")
      let all = subjects + [try await desk.subject(4)]
      let wider = try await book.matrix(all, repository: "r")
      #expect(wider.collision(TaskID(1), TaskID(4))?.kind == .conflict)
      #expect(wider.collision(TaskID(2), TaskID(4)) == nil)
      #expect(wider.standings[TaskID(4)]?.kind == .merges)
      // Tasks that go elsewhere are in nobody's way, and tasks without a workspace are not there.
      var elsewhere = all
      elsewhere[3].branch = "release"
      elsewhere.append(MergeSubject(task: TaskID(9), base: moved, tree: subjects[0].tree, branch: "main"))
      let other = try await book.matrix(elsewhere, repository: "r")
      #expect(other.collision(TaskID(1), TaskID(4)) == nil)
      #expect(other.tasks == [1, 2, 3, 4].map { TaskID($0) })
    }
  }

  @Test func aTrainSaysWhoIsInTheWay() async throws {
    try await Desk.use(files: MergeTests.base) { desk in
      let subjects = try await desk.subjects([
        "sed -i 's/^line 3$/one/' poem.txt", "sed -i 's/^line 10$/two/' poem.txt",
        "sed -i 's/^line 3$/three/; s/^line 10$/three/' poem.txt",
        "sed -i 's/^line 18$/four/' poem.txt",
      ])
      let book = MergeBook(store: desk.store)
      let steps = try await book.rehearse(subjects).steps
      #expect(steps.map(\.standing.kind) == [.merges, .merges, .conflicts, .merges])
      #expect(steps[2].against == [TaskID(1), TaskID(2)])
      #expect(steps[2].words == "conflict with T1 T2: poem.txt")
      let other = try await book.rehearse([subjects[2], subjects[0], subjects[3], subjects[1]]).steps
      #expect(other.map(\.standing.kind) == [.merges, .conflicts, .merges, .conflicts])
      #expect(other[1].against == [TaskID(3)] && other[3].against == [TaskID(3)])
    }
  }

  @Test func aChangeIsBroughtOntoANewerBranch() async throws {
    try await Desk.use(files: MergeTests.base) { desk in
      let workspace = try await desk.prepare()
      try await workspace.shell("sed -i 's/^line 3$/three/' poem.txt; echo x >> src/a.txt; echo mine > mine.txt; mkdir build")
      let before = try await desk.store.snapshot(TaskID(1))
      try await desk.root.run("sed", ["-i", "s/^line 3$/drei/; s/^line 18$/eighteen/", "poem.txt"], in: desk.source.path)
      try desk.source.write("upstream.txt", "new\n")
      try desk.source.write(".gitignore", "*.log\n")
      let moved = try await desk.source.commit("moved")
      #expect(try await desk.store.refresh(desk.location, branch: "main") == moved)
      let result = try await desk.store.rebase(TaskID(1), onto: moved)
      #expect(result.conflicts.map { "\($0.path): \($0.conflict ?? "")" } == ["poem.txt: contents"])
      #expect(result.stuck.isEmpty)
      #expect(result.listing.base == moved)
      #expect(result.listing.lines == ["A mine.txt", "M poem.txt", "M src/a.txt"])
      let poem = try Files.readText(workspace.path + "/poem.txt", limit: 10_000)
      #expect(poem.contains("<<<<<<< new-base\ndrei\n=======\nthree\n>>>>>>> T1\n") && poem.contains("eighteen"))
      #expect(try Files.readText(workspace.path + "/upstream.txt", limit: 100) == "new\n")
      // The rules of the new base hold, also for a service that was started again.
      try await workspace.shell("echo noise > x.log")
      #expect(try await desk.store.snapshot(TaskID(1)).lines == ["A mine.txt", "M poem.txt", "M src/a.txt"])
      let store = try WorkspaceStore(root: desk.store.layout.root, git: try GitProgram(helper: nil))
      #expect(try await store.snapshot(TaskID(1)).base == moved)
      // What is published stands on the new base.
      let listing = try await desk.store.snapshot(TaskID(1))
      let commit = try await desk.store.commit(TaskID(1), tree: listing.summary.tree, message: "m", author: desk.author)
      let branch = try await desk.store.publishBranch(TaskID(1), commit: commit, branch: "b", to: desk.source.path)
      #expect(try await desk.source.git("rev-parse", "\(branch)^") == moved)
      // And back.
      try await desk.store.setBase(TaskID(1), to: before.base)
      let back = try await desk.store.restore(TaskID(1), tree: before.summary.tree)
      #expect(back.listing.lines == before.lines && back.listing.base == before.base)
      await #expect(throws: WorkspaceError.self) {
        try await desk.store.rebase(TaskID(1), onto: String(repeating: "1", count: 40))
      }
    }
  }
}

import Model
import Platform
import TestSupport
import Testing
import Workspaces

/// The walk of a task's life: prepare, snapshot, diff, commit, publish, remove.
struct PipelineTests {
  @Test func aChangeIsListedReadCommittedPublishedAndTheDeskIsCleared() async throws {
    try await Desk.use { desk in
      let bare = try await desk.root.bare("origin.git", of: desk.source)
      let workspace = try await desk.prepare()
      #expect(workspace.prepared.baseBranch == "main")
      #expect(try await desk.store.snapshot(TaskID(1)).summary.isEmpty)
      try await workspace.shell(
        "echo four >> README.md; rm src/b.txt; mkdir new; echo x > new/file; mkdir build; echo o > build/out; touch c.o")
      let listing = try await desk.store.snapshot(TaskID(1))
      #expect(listing.lines == ["M README.md", "A new/file", "D src/b.txt"])
      #expect(listing.summary.insertions == 2)
      #expect(listing.summary.deletions == 1)
      let text = try await desk.store.diffText(TaskID(1), tree: listing.summary.tree, paths: ["README.md"])
      #expect(String(decoding: text, as: UTF8.self).contains("\n three\n+four\n"))
      let commit = try await desk.store.commit(
        TaskID(1), tree: listing.summary.tree, message: "Add four\n\nAgent: test", author: desk.author)
      let branch = try await desk.store.publishBranch(TaskID(1), commit: commit, branch: "carrel/T1-add", to: bare.path)
      #expect(branch == "carrel/T1-add")
      #expect(try await bare.git("rev-parse", "carrel/T1-add^{tree}") == listing.summary.tree)
      #expect(try await bare.git("rev-parse", "carrel/T1-add^") == desk.source.git("rev-parse", "main"))
      #expect(try await bare.git("log", "-1", "--format=%an %ae %s", "carrel/T1-add") == "Carrel carrel@localhost Add four")
      #expect(await desk.store.bytes(TaskID(1)) > 0)
      try await desk.store.remove(TaskID(1))
      #expect(desk.store.workspace(of: TaskID(1)) == nil)
      #expect(try Files.list(desk.store.layout.tasks).isEmpty)
      #expect(try Files.list(desk.store.layout.trash).isEmpty)
      #expect(try await desk.source.git("fsck", "--strict") == "")
      #expect(try await desk.source.git("for-each-ref", "--format=%(refname)") == "refs/heads/main")
    }
  }

  @Test func theTreeThatWasReviewedIsTheTreeThatIsPushed() async throws {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      try workspace.write("src/a.txt", "reviewed\n")
      let seen = try await desk.store.snapshot(TaskID(1)).summary.tree
      try workspace.write("src/a.txt", "slipped in\n")
      let now = try await desk.store.snapshot(TaskID(1)).summary.tree
      #expect(now != seen)
      let commit = try await desk.store.commit(TaskID(1), tree: seen, message: "m", author: desk.author)
      let branch = try await desk.store.publishBranch(TaskID(1), commit: commit, branch: "work", to: desk.source.path)
      #expect(try await desk.source.git("show", "\(branch):src/a.txt") == "reviewed")
    }
  }

  @Test func theSameSnapshotTwiceIsTheSameAndAnotherStoreSeesTheSame() async throws {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      try await workspace.shell("echo z > z; ln -s z link; chmod +x src/a.txt; mv README.md LIESMICH.md")
      let first = try await desk.store.snapshot(TaskID(1))
      #expect(first.lines == ["R LIESMICH.md", "A link", "M src/a.txt", "A z"])
      #expect(first.file("LIESMICH.md")?.oldPath == "README.md")
      #expect(first.file("link")?.marks == [.symlink, .sensitive])
      #expect(first.file("src/a.txt")?.marks == [.executable, .sensitive])
      #expect(try await desk.store.snapshot(TaskID(1)) == first)
      let other = try WorkspaceStore(root: desk.store.layout.root, git: try GitProgram(helper: nil))
      #expect(try await other.snapshot(TaskID(1)) == first)
      #expect(try await other.listing(TaskID(1), tree: first.summary.tree) == first)
      try await workspace.shell("git checkout -q -- . ; rm -f z link LIESMICH.md; chmod -x src/a.txt")
      #expect(try await other.snapshot(TaskID(1)).summary.isEmpty)
    }
  }

  @Test func aFileBecomesADirectoryAndBack() async throws {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      try await workspace.shell("rm src/a.txt; mkdir src/a.txt; echo in > src/a.txt/in; rm -r src/b.txt; rm README.md; mkdir README.md")
      #expect(try await desk.store.snapshot(TaskID(1)).lines == ["D README.md", "D src/a.txt", "A src/a.txt/in", "D src/b.txt"])
      try await workspace.shell("rm -r src; echo f > src")
      #expect(try await desk.store.snapshot(TaskID(1)).lines == ["D README.md", "A src", "D src/a.txt", "D src/b.txt"])
    }
  }

  @Test func preparingTwiceGivesTheSameWorkspaceAndAnotherSourceIsRefused() async throws {
    try await Desk.use { desk in
      let first = try await desk.prepare()
      try first.write("kept", "kept")
      let second = try await desk.prepare()
      #expect(first.prepared == second.prepared)
      #expect(Files.exists(first.path + "/kept"))
      await #expect(throws: WorkspaceError.occupied(desk.store.layout.directory(of: TaskID(1)))) {
        try await desk.store.prepare(
          task: TaskID(1), location: RepositoryLocation(source: desk.root.path, publishTo: desk.root.path), base: nil)
      }
    }
  }

  @Test func theAgentsOwnGitWorksAndWritesNothingOutside() async throws {
    try await Desk.use { desk in
      try await desk.source.git("tag", "v1")
      try await desk.source.git("branch", "other")
      let workspace = try await desk.prepare()
      #expect(try await workspace.shell("git status --porcelain") == "")
      #expect(try await workspace.shell("git symbolic-ref HEAD") == "refs/heads/main\n")
      #expect(try await workspace.shell("git remote") == "")
      #expect(try await workspace.shell("git describe --tags") == "v1\n")
      #expect(try await workspace.shell("git rev-parse origin/other") == desk.source.git("rev-parse", "other") + "\n")
      try await workspace.shell("echo x > x; git add x; git commit -qm mine; git gc -q --prune=now; git fsck --strict")
      #expect(try await desk.source.git("for-each-ref", "--format=%(refname)", "refs/heads") == "refs/heads/main\nrefs/heads/other")
      #expect(try await desk.store.snapshot(TaskID(1)).lines == ["A x"])
    }
  }

  @Test func nothingChangedIsNothingToPublish() async throws {
    try await Desk.use { desk in
      try await desk.prepare()
      let tree = try await desk.store.snapshot(TaskID(1)).summary.tree
      await #expect(throws: WorkspaceError.nothingToPublish) {
        try await desk.store.commit(TaskID(1), tree: tree, message: "m", author: desk.author)
      }
      await #expect(throws: WorkspaceError.noSuchObject("--all")) {
        try await desk.store.commit(TaskID(1), tree: "--all", message: "m", author: desk.author)
      }
      await #expect(throws: WorkspaceError.noWorkspace("T2")) { try await desk.store.snapshot(TaskID(2)) }
    }
  }
}

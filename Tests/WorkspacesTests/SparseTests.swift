import Model
import Platform
import TestSupport
import Testing
import Workspaces

/// A part of a very large tree: what is outside is not there, and is no change.
struct SparseTests {
  private static let files = [
    "README.md": "r\n", "app/a.txt": "a\n", "app/deep/b.txt": "b\n", "lib/one/c.txt": "c\n", "lib/two/d.txt": "d\n", "lib/note.txt": "n\n",
    "docs/e.txt": "e\n", "docs/.gitignore": "*.o\n",
  ]

  @Test func onlyThePartIsThereAndTheRestIsUnchanged() async throws {
    try await Desk.use(files: Self.files) { desk in
      let wish = WorkspaceWish(sparse: ["lib/one/", "app"])
      let made = try await desk.store.prepare(task: TaskID(1), location: desk.location, base: nil, wish: wish)
      let workspace = TestWorkspace(root: desk.root, prepared: made)
      let present = try await workspace.shell("find . -path ./.git -prune -o -type f -print | sort")
      #expect(present == "./README.md\n./app/a.txt\n./app/deep/b.txt\n./lib/note.txt\n./lib/one/c.txt\n")
      #expect(made.remarks.contains { $0.contains("app, lib/one") })
      #expect(try await desk.store.snapshot(TaskID(1)).lines == [])
      #expect(try await workspace.shell("git status --porcelain; git sparse-checkout list") == "app\nlib/one\n")
      try await workspace.shell("rm app/a.txt; echo new > lib/one/new.txt; mkdir docs; echo again > docs/e.txt")
      let listing = try await desk.store.snapshot(TaskID(1))
      #expect(listing.lines == ["D app/a.txt", "M docs/e.txt", "A lib/one/new.txt"])
      // Another look at the same, by a service that was started again.
      let store = try WorkspaceStore(root: desk.store.layout.root, git: try GitProgram(helper: nil))
      #expect(try await store.snapshot(TaskID(1)).lines == listing.lines)
      let commit = try await store.commit(TaskID(1), tree: listing.summary.tree, message: "m", author: desk.author)
      let branch = try await store.publishBranch(TaskID(1), commit: commit, branch: "part", to: desk.source.path)
      #expect(
        try await desk.source.git("ls-tree", "-r", "--name-only", branch)
          == "README.md\napp/deep/b.txt\ndocs/.gitignore\ndocs/e.txt\nlib/note.txt\nlib/one/c.txt\nlib/one/new.txt\nlib/two/d.txt")
      // The whole tree is another template.
      let whole = try await desk.prepare(2)
      #expect(Files.exists(whole.path + "/docs/e.txt"))
    }
  }

  @Test(arguments: ["", "/etc", "../x", "a/../b", "a/.git", ".", "a\nb"]) func whatIsNoDirectoryInsideIsRefused(_ text: String) async throws
  {
    try await Desk.use { desk in
      await #expect(throws: WorkspaceError.badSparse(text)) {
        try await desk.store.prepare(task: TaskID(1), location: desk.location, base: nil, wish: WorkspaceWish(sparse: [text]))
      }
      let left = try Files.list(desk.store.layout.tasks)
      #expect(left.isEmpty)
    }
  }

  @Test func aDirectoryThatIsNotThereGivesTheFilesAtTheTop() async throws {
    try await Desk.use(files: Self.files) { desk in
      let wish = WorkspaceWish(sparse: ["no*thing"])
      let made = try await desk.store.prepare(task: TaskID(1), location: desk.location, base: nil, wish: wish)
      #expect(try Files.list(made.path).sorted() == [".git", "README.md"])
      #expect(try await desk.store.snapshot(TaskID(1)).lines == [])
    }
  }
}

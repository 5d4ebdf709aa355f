import Glibc
import Model
import Platform
import TestSupport
import Testing
import Workspaces

/// Going back to an earlier tree.
struct RestoreTests {
  private static let first = """
    echo more >> src/a.txt; rm README.md; mkdir -p deep/er; echo x > deep/er/x; ln -s a.txt src/link; chmod +x src/b.txt
    head -c 3000000 /dev/zero > zeros; printf 'odd' > "$(printf 'od\\377d\\nname "q" x')" 2>/dev/null || true
    """

  static let later = [
    "rm -r deep src; mkdir other; echo o > other/o", "rm -r src; echo file > src",
    "rm -f README.md; mkdir -p README.md/in; echo x > README.md/in/x",
    "rm -r deep; ln -s /etc deep", "echo again >> src/a.txt; rm src/link; echo no > src/link; chmod -x src/b.txt; rm zeros",
    "rm -rf .git; rm -r src; mkfifo src", "mkdir build; echo ignored > build/x; echo new > new", "chmod 000 src deep; true",
    "find . -path ./.git -prune -o -type f -exec rm {} +", "mv deep d2; mv src deep; mv d2 src",
  ]

  @Test(arguments: later) func everyStateIsReachedAgain(_ script: String) async throws {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      let none = try await desk.store.snapshot(TaskID(1))
      try await workspace.shell(Self.first)
      let one = try await desk.store.snapshot(TaskID(1))
      try await workspace.shell(script)
      let two = try await desk.store.snapshot(TaskID(1))
      let back = try await desk.store.restore(TaskID(1), tree: one.summary.tree)
      #expect(back.listing == one)
      #expect(back.stuck.isEmpty)
      // What is ignored stays, and the undo brings the rest back.
      if script.contains("build") { #expect(Files.exists(workspace.path + "/build/x")) }
      #expect(try await desk.store.restore(TaskID(1), tree: two.summary.tree).listing.summary == two.summary)
      #expect(try await desk.store.restore(TaskID(1), tree: none.summary.tree).listing.summary.isEmpty)
    }
  }

  @Test func nothingIsWrittenThroughALink() async throws {
    try await Desk.use { desk in
      let outside = desk.root.path + "/outside"
      try Files.makeDirectory(outside)
      let workspace = try await desk.prepare()
      let base = try await desk.store.snapshot(TaskID(1))
      try await workspace.shell("rm -r src; ln -s \(outside) src; rm README.md; ln -s \(outside)/r README.md")
      let back = try await desk.store.restore(TaskID(1), tree: base.summary.tree)
      #expect(back.listing.summary.isEmpty)
      #expect(try Files.list(outside).isEmpty)
      #expect(try Files.readText(workspace.path + "/README.md", limit: 100) == "one\ntwo\nthree\n")
      #expect(try Files.readText(workspace.path + "/src/a.txt", limit: 100) == "a\n")
    }
  }

  @Test func whatIsInTheWayAndBelongsToNobodyIsSaid() async throws {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      let base = try await desk.store.snapshot(TaskID(1))
      try await workspace.shell("rm README.md; mkdir -p README.md/build; echo mine > README.md/build/x")
      let back = try await desk.store.restore(TaskID(1), tree: base.summary.tree)
      #expect(back.stuck == ["README.md"])
      #expect(Files.exists(workspace.path + "/README.md/build/x"))
      await #expect(throws: WorkspaceError.self) {
        try await desk.store.restore(TaskID(1), tree: String(repeating: "1", count: 40))
      }
    }
  }

  @Test func keptTreesOutliveATidyingUp() async throws {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      try await workspace.shell("echo 1 > one")
      let one = try await desk.store.snapshot(TaskID(1))
      try await desk.store.keep(TaskID(1), tree: one.summary.tree, as: "1")
      try await workspace.shell("echo 2 > two; rm one")
      let two = try await desk.store.snapshot(TaskID(1))
      try await desk.root.run("git", ["gc", "--quiet", "--prune=now"], in: desk.store.layout.shadow(of: TaskID(1)))
      let turn = try await desk.store.listing(TaskID(1), from: one.summary.tree, to: two.summary.tree)
      #expect(turn.lines == ["D one", "A two"])
      #expect(turn.base == one.summary.tree)
      let text = try await desk.store.diffText(TaskID(1), from: one.summary.tree, tree: two.summary.tree, paths: ["two"])
      #expect(String(decoding: text, as: UTF8.self).contains("\n+2\n"))
      #expect(try await desk.store.restore(TaskID(1), tree: one.summary.tree).listing.lines == ["A one"])
      await #expect(throws: WorkspaceError.self) { try await desk.store.keep(TaskID(1), tree: one.summary.tree, as: "../x") }
    }
  }
}

import Model
import Platform
import TestSupport
import Testing
import Workspaces

/// Nothing that an agent leaves in its workspace runs on the host, whatever we do with the workspace; and each way is a real one, which a host that runs git
/// there falls for.
struct ExecutionVectorTests {
  private func armed(_ vector: ExecutionVector, _ body: (Desk, TestWorkspace, _ canary: String) async throws -> Void) async throws {
    try await Desk.use { desk in
      let canary = desk.root.path + "/canary"
      try Files.makeDirectory(canary)
      let workspace = try await desk.prepare()
      _ = try await desk.store.snapshot(TaskID(1))
      // Arming may set it off: only what comes afterwards counts.
      _ = try await desk.root.outcome("/bin/sh", ["-c", "X='touch \(canary)/ran'; \(vector.arm)"], in: workspace.path)
      try await desk.root.run("/bin/sh", ["-c", "rm -f \(canary)/*"])
      try await body(desk, workspace, canary)
    }
  }

  @Test func thereAreTwentyEight() { #expect(ExecutionVector.all.count == 28) }

  @Test(arguments: ExecutionVector.all) func nothingRunsWhateverIsDoneWithTheWorkspace(_ vector: ExecutionVector) async throws {
    try await armed(vector) { desk, workspace, canary in
      let (store, id) = (desk.store, TaskID(1))
      store.watch(id) {}
      let first = try await store.snapshot(id)
      try await workspace.shell("echo later > later; rm -f src/b.txt; echo x >> README.md")
      let live = try await store.snapshot(id, trustingWatch: true)
      #expect(live.lines.contains("A later"))
      _ = try await store.diffText(id, tree: live.summary.tree)
      _ = try await store.diffText(id, from: first.summary.tree, tree: live.summary.tree)
      try await store.keep(id, tree: live.summary.tree, as: "1")
      let commit = try await store.commit(id, tree: live.summary.tree, message: "m", author: desk.author)
      let branch = try await store.publishBranch(id, commit: commit, branch: "b", to: desk.source.path)
      #expect(try await desk.source.git("show", "\(branch):later") == "later")
      try await store.publishPatch(id, commit: commit, to: desk.root.path + "/patches/p.patch")
      _ = try await store.handOver(id, message: "m", author: desk.author)
      _ = try await store.seal(id, title: "t", author: desk.author)
      #expect(try await store.restore(id, tree: first.summary.tree).listing.summary.tree == first.summary.tree)
      #expect(try Files.readText(workspace.path + "/README.md", limit: 100) == "one\ntwo\nthree\n")
      _ = await store.bytes(id)
      try await store.remove(id)
      _ = try await store.undelete(id)
      try await store.remove(id)
      #expect(try Files.list(canary).isEmpty)
    }
  }

  @Test(arguments: ExecutionVector.all.filter { $0.trigger != nil }) func aNaiveHostFallsForIt(_ vector: ExecutionVector) async throws {
    try await armed(vector) { desk, workspace, canary in
      _ = try await desk.root.outcome(
        "/bin/sh", ["-c", "export GIT_TERMINAL_PROMPT=0; timeout 20 sh -c '\(vector.trigger ?? "")' </dev/null"], in: workspace.path)
      #expect(try Files.list(canary) == ["ran"])
    }
  }
}

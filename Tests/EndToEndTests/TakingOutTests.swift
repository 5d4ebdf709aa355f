import Client
import Glibc
import JSON
import Model
import Platform
import TestSupport
import Testing
import Wire

extension EndToEnd {
  @Suite("Taking out, through the service")
  struct TakingOutTests {
    @Test("What one client takes out is marked for another, is not published, and is back in when it changes")
    func takenOut() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.add("Two [[demo:write a.txt x]] [[demo:write notes.md mine]] [[demo:write .husky/pre-commit evil]]")
        try await carrel.ok("wait", "T1")
        let one = try await carrel.connect("ann")
        guard case .diff(let listing) = try await one.request(.diffNow(TaskID(1))) else { return #expect(Bool(false)) }
        for file in listing.files where file.path != "a.txt" {
          let wish = TakeOutWish(path: file.path, stamp: file.stamp, isOut: true)
          guard case .text = try await one.request(.takeOut(TaskID(1), wish)) else { return #expect(Bool(false)) }
        }
        let marks = OperatorReview(files: ["a.txt": ReviewedFile(blob: listing.files.first { $0.path == "a.txt" }?.blob)])
        _ = try await one.request(.keepReview(TaskID(1), marks))
        one.close()
        let again = try await carrel.connect("ann")
        guard case .review(let kept) = try await again.request(.review(TaskID(1))) else { return #expect(Bool(false)) }
        #expect(kept.files == marks.files)
        guard case .blame(let blame) = try await again.request(.blame(TaskID(1), path: "a.txt", tree: listing.summary.tree)) else {
          return #expect(Bool(false))
        }
        #expect(blame.origin(ofLine: 1)?.turn == 1 && blame.origin(ofLine: 1)?.call != nil)
        again.close()

        #expect(try await carrel.ok("diff", "T1", "--stat").output.contains("A notes.md  +1 -0  [taken out]"))
        let files = try await carrel.ok("diff", "T1", "--json").json()["files"]?.array ?? []
        #expect(files.map { $0["taken_out"]?.string } == ["file", nil, "file"])
        let workspace = try #require(try await carrel.task("T1")["workspace"]?["path"]?.string)
        try Files.writeAtomically(Array("other\n".utf8), to: workspace + "/notes.md")
        try await carrel.ok("diff", "T1")
        #expect(!(try await carrel.ok("diff", "T1", "--stat").output.contains("A notes.md  +1 -0  [taken out]")))
        #expect(try await carrel.ok("transcript", "T1").output.contains("back in what is published: notes.md"))
        let wrong = try await carrel.run("approve", "T1", "--without", "nowhere")
        #expect(wrong.code != 0 && wrong.errors.contains("nowhere is not among the changed files"))
        let line = try await carrel.ok("approve", "T1", "--without", "notes.md").output
        #expect(line.contains("T1\twithout\t.husky/pre-commit, notes.md"))
        let branch = try await carrel.remote.git("branch", "--format=%(refname:short)", "--no-merged", "main")
        #expect(try await carrel.remote.git("diff-tree", "-r", "--name-only", "main", branch) == "a.txt")
        try await Patience.until("empty desks") { carrel.workspaces.isEmpty }
      }
    }
  }
}

import Client
import Glibc
import JSON
import Model
import Platform
import TestSupport
import Testing
import Wire

extension EndToEnd {
  @Suite("Implants by command line")
  struct ImplantTests {
    @Test("approve is refused with code 4 and the list of what is not ticked; --tick and --tick-all say what they tick")
    func ticks() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.add(
          "Hooks [[demo:write .husky/pre-commit evil]] [[demo:write Jenkinsfile evil]]\nBidi [[demo:write a.js x\u{202E}y]]\nPlain [[demo:write a.txt x]]"
        )
        for id in ["T1", "T2", "T3"] { try await carrel.ok("wait", id) }
        #expect(try await carrel.ok("diff", "T2").output.contains("\u{202E}"), "raw in a pipe")
        let listing = try await carrel.ok("diff", "T1", "--json").json()
        let hook = try #require(listing["files"]?.array?.first { $0["path"]?.string == ".husky/pre-commit" })
        #expect(hook["needs_tick"]?.bool == true && hook["ticked"]?.bool == false)
        #expect(hook["sensitive"]?.array?.first?["class"]?.string == "hook")
        #expect(try await carrel.ok("diff", "T1", "--stat").output.contains("hook!"))
        try await carrel.ok("diff", "T1")

        let refused = try await carrel.run("approve", "T1")
        #expect(refused.code == 4 && refused.output.isEmpty)
        #expect(
          refused.errors.contains("not ticked: .husky/pre-commit: hook: Git runs it")
            && refused.errors.contains("not ticked: Jenkinsfile: CI:"))
        #expect(try await carrel.run("approve", "T1", "--yes").code == 4, "--yes is no tick")
        #expect(try await carrel.run("approve", "T1", "--dry-run").code == 4)
        let half = try await carrel.run("approve", "T1", "--tick", "Jenkinsfile")
        #expect(half.code == 4 && !half.errors.contains("not ticked: Jenkinsfile"))
        let wrong = try await carrel.run("approve", "T1", "--tick", "README.md")
        #expect(wrong.code == 4 && wrong.errors.contains("not among the changed files that need a tick"))
        #expect(try await carrel.remote.git("branch", "--format=%(refname:short)") == "main")
        try await carrel.ok("approve", "T1", "--tick", "Jenkinsfile", "--tick", ".husky/pre-commit")

        // In bulk: what needs no tick goes, the other is refused.
        let bulk = try await carrel.run("approve", "--yes", "T2", "T3")
        #expect(bulk.code == 4 && bulk.output.contains("T3\tbranch") && bulk.errors.contains("not ticked: a.js: hidden characters:"))
        let all = try await carrel.ok("approve", "--yes", "--tick-all", "T2")
        #expect(all.errors.contains("ticked: a.js: hidden characters: Characters that cannot be seen (text direction), first on line 1"))
        #expect(!all.errors.contains("\u{202E}"))
        try await Patience.until("empty desks") { carrel.workspaces.isEmpty }
      }
    }

    @Test("Another client sees the ticks, and a change after them takes them away")
    func otherClients() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.add("Hook [[demo:write .envrc evil]]")
        try await carrel.ok("wait", "T1")
        let one = try await carrel.connect("ann")
        guard case .diff(let listing) = try await one.request(.diffNow(TaskID(1))), let file = listing.files.first else {
          return #expect(Bool(false))
        }
        _ = try await one.request(.tick(TaskID(1), [file.path: file.stamp]))
        one.close()
        let files = try await carrel.ok("diff", "T1", "--json").json()["files"]?.array
        #expect(files?.first?["ticked"]?.bool == true)
        let workspace = try #require(try await carrel.task("T1")["workspace"]?["path"]?.string)
        try Files.writeAtomically(Array("worse\n".utf8), to: workspace + "/.envrc")
        try await carrel.ok("diff", "T1")
        let refused = try await carrel.run("approve", "T1")
        #expect(refused.code == 4 && refused.errors.contains("not ticked: .envrc"))
        try await carrel.ok("discard", "T1", "--yes")
        try await Patience.until("an empty desk") { carrel.workspaces.isEmpty }
      }
    }
  }
}

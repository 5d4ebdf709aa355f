import JSON
import Platform
import TestSupport
import Testing

extension EndToEnd {
  @Suite("One ticket by command line")
  struct OneTicketTests {
    @Test("A ticket becomes a branch in the remote with exactly the reviewed tree, and its desk is cleared")
    func wholeJob() async throws {
      try await CarrelProgram.use { carrel in
        try carrel.repository.write("../tickets.md", "- [ ] Say hello [[demo:write hello.txt Hello there]]\n- [x] Long done\n")
        let added = try await carrel.ok("add", "../tickets.md")
        #expect(added.output == "T1\tSay hello [[demo:write hello.txt Hello there]]\n")
        #expect(added.errors.contains("done"), "the skipped ticket is said")
        #expect(try await carrel.run("wait", "T1").code == 0)

        let transcript = try await carrel.transcript("T1")
        #expect(transcript.allSatisfy { $0["seq"] != nil && $0["task"]?.string == "T1" && $0["time"] != nil && $0["kind"] != nil })
        #expect(transcript.compactMap { $0["kind"]?.string == "phase" ? $0["state"]?.string : nil } == ["preparing", "running", "review"])
        #expect(try await carrel.prompts("T1") == ["brief"])
        #expect(try await carrel.ok("transcript", "T1").output.contains("hello.txt"))
        #expect(carrel.workspaces == ["T1"])

        let diff = try await carrel.ok("diff", "T1").output
        #expect(diff.contains("+++ b/hello.txt") && diff.contains("+Hello there"))
        #expect(try await carrel.ok("diff", "T1", "--name-only").lines == ["hello.txt"])
        let tree = try await carrel.tree("T1")
        let approved = try await carrel.ok("approve", "T1", "--publish", "branch", "--tree", tree)
        let words = approved.lines.first?.split(separator: "\t").map(String.init) ?? []
        #expect(words.prefix(2) == ["T1", "branch"])
        let branch = try #require(words.dropFirst(2).first)
        #expect(branch.hasPrefix("carrel/T1-"))
        #expect(try await carrel.remote.git("rev-parse", "\(branch)^{tree}") == tree)
        #expect(try await carrel.remote.git("show", "\(branch):hello.txt") == "Hello there")
        #expect(try await carrel.remote.git("log", "-1", "--format=%an <%ae>", branch) == "Carrel <carrel@localhost>")
        let message = try await carrel.remote.git("log", "-1", "--format=%B", branch)
        #expect(message.contains("Agent: demo") && message.contains("Changed hello.txt"))
        #expect(try await carrel.remote.git("rev-parse", "\(branch)^") == carrel.repository.git("rev-parse", "main"))

        try await Patience.until("an empty desk") { carrel.workspaces.isEmpty }
        let task = try await carrel.task("T1")
        #expect(task["state"]?.string == "done")
        #expect(task["workspace"]?.isNull == true)
        #expect(task["published"]?["ref"]?.string == branch)
        #expect(try await carrel.ok("wait", "--all").code == 0)
      }
    }

    @Test("ls and show print the keys that scripts rely on")
    func keys() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.add("One")
        try await carrel.ok("wait", "T1")
        let listed = [
          "id", "title", "state", "engine", "model", "mode", "repo", "base", "branch", "priority", "created", "started", "ended", "turns",
          "cost_usd", "unmetered", "tokens", "attention", "diff", "error", "workspace", "published", "sandbox", "blocked_hosts", "retries",
          "ticket", "issue",
          "step", "group", "batch", "check", "evidence",
        ]
        let task = try #require(try await carrel.tasks().first)
        #expect(task.object?.keys == listed)
        #expect(task["tokens"]?.object?.keys == ["input", "output", "cache_read", "cache_write"])
        #expect(task["attention"]?.object?.keys == ["kind", "since", "text", "request"])
        #expect(task["diff"]?.object?.keys == ["files", "insertions", "deletions", "tree"])
        #expect(task["workspace"]?.object?.keys == ["path", "bytes"])
        #expect(task["sandbox"]?["level"]?.string == "isolated")
        #expect(task["sandbox"]?["network"]?.string == "engine")
        #expect(task["ticket"]?.object?.keys == ["id", "url"])
        #expect(task["created"]?.string?.hasSuffix("Z") == true)
        let whole = try await carrel.task("T1")
        #expect(whole.object?.keys == listed + ["body", "brief", "session_id", "depends_on", "plan", "starts_from", "steps"])
        #expect(whole["brief"]?.string?.contains("# One") == true)
        #expect(try await carrel.ok("ls", "--state", "review", "--json").json().array?.count == 1)
        #expect(try await carrel.ok("ls", "--state", "done", "--json").json().array?.isEmpty == true)
        #expect(try await carrel.ok("ls", "--attention").lines.count == 2)
      }
    }

    @Test("Every exit code is shown by a command")
    func exitCodes() async throws {
      try await CarrelProgram.use { carrel in
        #expect(try await carrel.run("service", "status").code == 69, "no service runs")
        #expect(try await carrel.run("frobnicate").code == 2)
        #expect(try await carrel.run("ls", "--frob").code == 2)
        #expect(try await carrel.run("show", "T99").code == 3)
        #expect(try await carrel.run("wait", "T99").code == 3)
        try await carrel.add("Slow [[demo:hang]]\nQuick\nBreaks [[demo:crash]]")
        #expect(try await carrel.run("wait", "T2").code == 0)
        #expect(try await carrel.run("wait", "T3").code == 1)
        #expect(try await carrel.task("T3")["error"]?["class"]?.string == "engine")
        #expect(try await carrel.run("wait", "T1", "--timeout", "100ms").code == 5)
        let unseen = try await carrel.run("approve", "T2")
        #expect(unseen.code == 4)
        #expect(unseen.errors.contains("never shown") && unseen.errors.contains("--tree"))
        #expect(try await carrel.run("approve", "T1", "--yes").code == 4)
        try await carrel.add("Ask me [[demo:ask]]", "--mode", "ask")
        let waited = try await carrel.run("wait", "T4")
        #expect(waited.code == 6)
        #expect(try await carrel.task("T4")["attention"]?["kind"]?.string == "permission")
        try await carrel.ok("stop", "T1", "T4")
        try await carrel.ok("discard", "T1", "T2", "T3", "T4", "--yes")
        try await Patience.until("empty desks") { carrel.workspaces.isEmpty }
        try carrel.configure("max_running = \"four\"\n")
        let wrong = try await carrel.run("ls")
        #expect(wrong.code == 78)
        #expect(wrong.errors.contains("config.toml:1:15"))
        try carrel.configure("default_engine = \"demo\"\n")
        var elsewhere = carrel
        elsewhere.environment["CARREL_STATE_DIR"] = "/proc/nothing/here"
        #expect(try await elsewhere.run("ls").code == 69)
      }
    }

    @Test("What was never shown is refused, and so is another tree than the shown one")
    func unseenTrees() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.add("One\nTwo")
        try await carrel.ok("wait", "T1", "T2")
        #expect(try await carrel.run("approve", "T1", "T2").code == 4)
        #expect(try await carrel.remote.git("branch", "--list", "carrel/*") == "")
        try await carrel.ok("diff", "T1")
        let other = try await carrel.run("approve", "T1", "--tree", String(repeating: "0", count: 40))
        #expect(other.code == 4)
        let path = try #require(try await carrel.task("T1")["workspace"]?["path"]?.string)
        try Files.writeAtomically(Array("late\n".utf8), to: "\(path)/late.txt", mode: 0o644)
        let changed = try await carrel.run("approve", "T1")
        #expect(changed.code == 4)
        #expect(changed.errors.contains("changed since"))
        #expect(try await carrel.ok("approve", "T1", "T2", "--yes").lines.count == 2)
        #expect(try await carrel.remote.git("show", "carrel/T1-one:late.txt") == "late")
        try await Patience.until("empty desks") { carrel.workspaces.isEmpty }
      }
    }

    @Test("patch writes a file that git takes, merge moves the base, none only ends")
    func otherWays() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.add("Make a patch [[demo:write p.txt patched]]\nMerge me [[demo:write m.txt merged]]\nForget me")
        try await carrel.ok("wait", "--all")
        for id in ["T1", "T2"] { try await carrel.ok("diff", id) }
        let file = try #require(try await carrel.ok("approve", "T1", "--publish", "patch").lines.first?.split(separator: "\t").last)
        let clone = try await carrel.root.repository("clone")
        try await clone.git("am", "-q", String(file))
        #expect(try await clone.git("show", "HEAD:p.txt") == "patched")
        try await carrel.ok("approve", "T2", "--publish", "merge", "--message", "My own words")
        #expect(try await carrel.remote.git("show", "main:m.txt") == "merged")
        #expect(try await carrel.remote.git("log", "-1", "--format=%s", "main") == "My own words")
        try await carrel.ok("approve", "T3", "--publish", "none")
        #expect(try await carrel.run("approve", "T3", "--publish", "none").code == 4)
        #expect(try await carrel.tasks().compactMap { $0["state"]?.string } == ["done", "done", "done"])
        #expect(try await carrel.remote.git("branch", "--format=%(refname:short)") == "main")
        try await Patience.until("empty desks") { carrel.workspaces.isEmpty }
      }
    }

    @Test("Discarded work comes back from the morgue and can still be published")
    func undelete() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.add("Precious [[demo:write precious.txt gold]]")
        try await carrel.ok("wait", "T1")
        let tree = try await carrel.tree("T1")
        try await carrel.ok("discard", "T1", "--yes")
        try await Patience.until("an empty desk") { carrel.workspaces.isEmpty }
        #expect(try await carrel.run("diff", "T1").code == 4)
        #expect(try await carrel.run("retry", "T1").errors.contains("undelete"))
        try await carrel.ok("undelete", "T1")
        #expect(try await carrel.tree("T1") == tree)
        try await carrel.ok("approve", "T1", "--branch", "saved", "--tree", tree)
        #expect(try await carrel.remote.git("show", "saved:precious.txt") == "gold")
        try await Patience.until("an empty desk") { carrel.workspaces.isEmpty }
      }
    }

    @Test("A stop is final until retry; a fresh retry begins in a new workspace; a message in review starts another turn")
    func stopAndRetry() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.add("Hangs at first [[demo:hang]]\nFine")
        try await Patience.until("the agent at work") {
          try await carrel.transcript("T1").contains { $0["kind"]?.string == "text_done" }
        }
        #expect(try await carrel.run("send", "T1", "while you work").code == 0)
        try await carrel.ok("stop", "T1")
        #expect(carrel.processes.values.filter { $0.contains("demo-engine") && $0.contains("T1") }.isEmpty, "its processes are gone")
        #expect(try await carrel.run("wait", "T1").code == 1)
        #expect(try await carrel.run("send", "T1", "hello").code == 4)
        #expect(carrel.workspaces.contains("T1"), "the workspace is kept")
        try await carrel.ok("retry", "T1", "--fresh")
        try await carrel.until("T1", is: "running")
        try await carrel.ok("stop", "T1")
        try await carrel.ok("discard", "T1", "--yes")

        try await carrel.ok("wait", "T2")
        let before = try await carrel.tree("T2")
        try await carrel.ok("send", "T2", "And [[demo:write more.txt more]]")
        try await carrel.ok("wait", "T2")
        #expect(try await carrel.prompts("T2") == ["brief", "ann"])
        let after = try await carrel.tree("T2")
        #expect(before != after)
        try await carrel.ok("approve", "T2", "--tree", after)
        try await Patience.until("empty desks") { carrel.workspaces.isEmpty }
      }
    }

    @Test("A permission and a question are answered by command")
    func answers() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.add("Touch it [[demo:ask]] [[demo:question]]", "--mode", "ask")
        #expect(try await carrel.run("wait", "T1").code == 6)
        #expect(try await carrel.task("T1")["attention"]?["kind"]?.string == "permission")
        #expect(try await carrel.run("answer", "T1", "allow", "--request", "never-asked").code == 4)
        var asked: [String] = []
        // Every request in turn, until the agent is done: the bash call is refused, the question has an answer of its own.
        while try await carrel.run("wait", "T1").code == 6 {
          let task = try await carrel.task("T1")
          let text = task["attention"]?["text"]?.string ?? ""
          asked.append(task["attention"]?["kind"]?.string ?? "")
          if asked.last == "question" {
            try await carrel.ok("answer", "T1", "--text", "Good morning")
          } else if text.contains("approved.txt") {
            try await carrel.ok("answer", "T1", "deny", "--text", "not that one")
          } else {
            try await carrel.ok("answer", "T1", "allow")
          }
        }
        #expect(asked.contains("question") && asked.count >= 3)
        let files = try await carrel.ok("diff", "T1", "--name-only").lines
        #expect(files.contains("GREETING.md"))
        #expect(!files.contains("approved.txt"))
        #expect(try await carrel.ok("diff", "T1", "GREETING.md").output.contains("+Good morning"))
        let transcript = try await carrel.ok("transcript", "T1").output
        #expect(transcript.contains("ann answered") && transcript.contains("not that one"))
        try await carrel.ok("discard", "T1", "--yes")
      }
    }

    @Test("A plan is approved before anything is touched")
    func plan() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.add("Plan first", "--mode", "plan")
        #expect(try await carrel.run("wait", "T1").code == 6)
        #expect(try await carrel.task("T1")["attention"]?["kind"]?.string == "plan")
        #expect(try await carrel.ok("diff", "T1", "--name-only").lines.isEmpty)
        try await carrel.ok("answer", "T1", "deny", "--text", "think again")
        #expect(try await carrel.run("wait", "T1").code == 6)
        while try await carrel.run("wait", "T1").code == 6 { try await carrel.ok("answer", "T1", "allow") }
        #expect(try await carrel.ok("diff", "T1", "--name-only").lines == ["NOTES.md"])
        try await carrel.ok("discard", "T1", "--yes")
      }
    }
  }
}

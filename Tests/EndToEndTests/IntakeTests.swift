import JSON
import Platform
import TestSupport
import Testing

extension EndToEnd {
  @Suite("Lists and bad input by command line")
  struct IntakeTests {
    @Test("A list comes from a file, a pipe or a check list; a dry run queues nothing; the same list again adds only what is new")
    func lists() async throws {
      try await CarrelProgram.use { carrel in
        let list = "- [ ] First !high\n  with a body\n- [x] Done long ago\n- [ ] Second @demo\n"
        let dry = try await carrel.ok("add", "-", "--dry-run", "--json", input: list)
        let drafts = try #require(try dry.json().array)
        let keys = [
          "line", "title", "body", "repo", "base", "engine", "model", "mode", "priority", "after", "url", "problem", "duplicate_of",
          "chain", "best_of",
        ]
        #expect(drafts.map { $0["title"]?.string } == ["First", "Second"])
        #expect(drafts.first?.object?.keys == keys)
        #expect(drafts.first?["body"]?.string == "with a body")
        #expect(drafts.last?["engine"]?.string == "demo")
        #expect(try await carrel.ok("add", "-", "--dry-run", input: list).lines.count == 2)
        #expect(try await carrel.tasks().isEmpty)

        #expect(try await carrel.ok("add", "-", input: list).output == "T1\tFirst\nT2\tSecond\n")
        #expect((try await carrel.task("T1")["priority"]?.int ?? 0) > 0)
        let again = try await carrel.ok("add", "-", input: list + "- [ ] Third ^T2\n")
        #expect(again.output == "T3\tThird\n")
        #expect(again.errors.contains("already queued as T1"))
        #expect(try await carrel.task("T3")["depends_on"]?.array == ["T2"])
        let nowhere = try await carrel.run("add", "-", input: "Fine\nFourth ^T99\n")
        #expect(nowhere.code == 2 && nowhere.errors.contains("T99"), "all or none")
        try await carrel.ok("wait", "T1", "T2")
        try await carrel.ok("discard", "T1", "T2", "T3", "--yes")
        #expect(try await carrel.ok("add", "-", "--again", input: "- First\n  with a body").output == "T4\tFirst\n")
        try carrel.repository.write("../more.csv", "title,body\nFrom a table,its body\n")
        #expect(try await carrel.ok("add", "../more.csv", "--json").json()[0]?["title"]?.string == "From a table")
        try await carrel.ok("wait", "--all")
        try await carrel.ok("discard", "T4", "T5", "--yes")
        #expect(carrel.workspaces.isEmpty)
      }
    }

    @Test("Empty, binary, too long and half-UTF-8 lists are refused or read with a clear sentence")
    func badLists() async throws {
      try await CarrelProgram.use { carrel in
        func add(_ bytes: [UInt8]) async throws -> CarrelRun { try await carrel.run(["add", "-"], input: bytes) }
        for (bytes, word) in [
          ([], "empty"), (Array("  \n\n\t\n".utf8), "empty"), ([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0, 0, 0xff, 0xfe, 0x0a], "binary"),
          (Array(String(repeating: "a long list of tickets\n", count: 130_000).utf8), "2 MiB"),
        ] {
          let run = try await add(bytes)
          #expect(run.code == 2, "\(word): \(run.errors)")
          #expect(run.errors.contains(word), "\(run.errors)")
        }
        let half = try await add(Array("Good ".utf8) + [0xff, 0xc3] + Array(" ticket\nAnother\n".utf8))
        #expect(half.code == 0)
        #expect(half.errors.contains("not UTF-8"))
        #expect(half.lines.count == 2)
        #expect(try await carrel.run("add", "/nowhere/list.md").errors.contains("No such file"))
        #expect(try await carrel.run("add", "..").code == 2)
        let escapes = try await add(Array("Red \u{1b}[31mtitle of a ticket that is long enough to be a text\u{1b}[0m\n".utf8))
        #expect(escapes.code == 0 && !escapes.output.contains("\u{1b}"))
        #expect(try await carrel.tasks().count == 3)
        try await carrel.ok("wait", "--all")
        #expect(try await !carrel.ok("ls").output.contains("\u{1b}"))
        try await carrel.ok("discard", "T1", "T2", "T3", "--yes")
      }
    }

    @Test("A wrong configuration names file, line and column, and stops nothing that runs")
    func badConfiguration() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.add("One")
        for (text, place) in [
          ("default_engine = \"demo\"\n\nmax_live = true\n", ":3:12: error"), ("default_engine = \n", ":1:18: error"),
          ("default_engine = \"demo\"\ncleanup = \"sometimes\"\n", ":2:11: error"),
        ] {
          try carrel.configure(text)
          for command in [["ls"], ["config", "check"], ["add", "-"]] {
            let run = try await carrel.run(command, input: Array("More\n".utf8))
            #expect(run.code == 78)
            #expect(run.errors.contains(carrel.configuration + place), "\(run.errors)")
          }
        }
        try carrel.configure("default_engine = \"demo\"\nno_such_key = 1\n")
        let warned = try await carrel.ok("config", "check")
        #expect(warned.errors.contains("no_such_key"))
        try await carrel.ok("wait", "T1")
        #expect(try await carrel.tasks().count == 1)
        try await carrel.ok("discard", "T1", "--yes")
      }
    }

    @Test("Unknown engines, missing programs and missing logins are said, with what to do")
    func engines() async throws {
      try await CarrelProgram.use(config: "[engine.claude]\ncommand = \"claude-that-is-nowhere\"\n") { carrel in
        let unknown = try await carrel.run("add", "-", "--engine", "nosuch", input: "One\n")
        #expect(unknown.code == 2)
        #expect(unknown.errors.contains("nosuch") && unknown.errors.contains("known: "))
        #expect(try await carrel.tasks().isEmpty)

        var keyed = carrel
        keyed.environment["ANTHROPIC_API_KEY"] = "sk-ant-test-missing"
        try await keyed.add("One")
        _ = try await keyed.run("wait", "T1")
        let missing = try await keyed.task("T1")
        let text = missing["error"]?["text"]?.string ?? ""
        #expect(text.contains("install") && text.contains("claude"), "\(missing)")
        #expect(try await keyed.run("doctor").output.contains("claude-that-is-nowhere"))
      }
      try await CarrelProgram.use(config: "") { carrel in
        try await carrel.add("One")
        #expect(try await carrel.run("wait", "T1").code == 6)
        let task = try await carrel.task("T1")
        #expect(task["attention"]?["kind"]?.string == "credential")
        #expect(task["attention"]?["text"]?.string?.contains("ANTHROPIC_API_KEY") == true)
        #expect(task["attention"]?["text"]?.string?.contains("log in") == true)
        #expect(try await carrel.ok("queue").output.contains("trouble"))
        try await carrel.ok("retry", "T1", "--engine", "demo")
        try await carrel.ok("wait", "T1")
        try await carrel.ok("discard", "T1", "--yes")
      }
    }

    @Test("No repository, an empty one, a bare one, no such base: each has its sentence; nothing is queued by halves")
    func repositories() async throws {
      try await CarrelProgram.use { carrel in
        func add(_ repository: String, _ options: String...) async throws -> CarrelRun {
          try await carrel.run(["add", "-", "--repo", repository] + options, input: Array("One\nTwo\n".utf8))
        }
        try Files.makeDirectory("\(carrel.root.path)/plain")
        let plain = try await add("\(carrel.root.path)/plain")
        #expect(plain.code == 2 && plain.errors.contains("not inside a git repository"), "\(plain)")
        let nowhere = try await add("\(carrel.root.path)/nowhere")
        #expect(nowhere.code == 2 && nowhere.errors.contains("nothing at this address"), "\(nowhere)")
        let empty = try await carrel.root.repository("empty", files: [:])
        let none = try await add(empty.path)
        #expect(none.code == 2 && none.errors.contains("no commit yet"), "\(none)")
        #expect(try await carrel.tasks().isEmpty)

        let base = try await add(carrel.repository.path, "--base", "no-such-branch")
        #expect(base.code == 0, "found when the workspace is made")
        #expect(try await carrel.run("wait", "T1", "T2").code == 1)
        #expect(try await carrel.task("T1")["error"]?["text"]?.string?.contains("no such branch, tag or commit") == true)
        try await carrel.ok("discard", "T1", "T2", "--yes")

        try carrel.repository.write("README.md", "changed, not committed\n")
        let dirty = try await carrel.ok("add", "-", input: "Three\n")
        #expect(dirty.errors.contains("uncommitted"), "\(dirty)")
        let bare = try await carrel.run(["add", "-", "--repo", carrel.remote.path], input: Array("From the bare one\n".utf8))
        #expect(bare.code == 0, "\(bare)")
        try await carrel.ok("wait", "--all")
        #expect(try await carrel.ok("diff", "T3", "--name-only").lines == ["NOTES.md"])
        let tree = try await carrel.tree("T4")
        try await carrel.ok("approve", "T4", "--tree", tree)
        #expect(try await carrel.remote.git("branch", "--list", "carrel/T4*") != "")
        try await carrel.ok("discard", "T3", "--yes")
        #expect(carrel.workspaces.isEmpty)
      }
    }

    @Test("An agent that crashes, floods, talks nonsense or sends terminal escapes harms nobody else")
    func badAgents() async throws {
      try await CarrelProgram.use { carrel in
        try await carrel.add(
          "Flood [[demo:flood]]\nNonsense [[demo:malformed]]\nEscapes [[demo:escapes]]\nCrash [[demo:crash]]\nGood\nNothing [[demo:nochange]]"
        )
        #expect(try await carrel.run("wait", "--all").code == 1)
        #expect(
          try await carrel.tasks().compactMap { $0["state"]?.string } == ["review", "review", "review", "failed", "review", "review"])
        #expect(try await carrel.task("T4")["error"]?["text"]?.string?.contains("ended in the middle of the turn") == true)
        #expect(try await carrel.task("T6")["attention"]?["text"]?.string?.contains("no change") == true)
        let escapes = try await carrel.ok("transcript", "T3").output
        #expect(!escapes.contains("\u{1b}") && !escapes.contains("\u{9b}") && !escapes.contains("\u{7}"))
        #expect(try await carrel.run("approve", "T6", "--yes").errors.contains("nothing changed"))
        try await carrel.ok("discard", "T1", "T2", "T3", "T4", "T5", "T6", "--yes")
        #expect(carrel.workspaces.isEmpty)
      }
    }
  }
}

import Client
import FoundationEssentials
import JSON
import Model
import Platform
import TestSupport
import Testing
import Wire

extension EndToEnd {
  /// The whole job with the real claude program; skipped, visibly, where `CARREL_TEST_CLAUDE` does not name it.
  @Suite("The real claude", .enabled(if: RealClaude.program != nil, "CARREL_TEST_CLAUDE names no claude program"))
  struct RealClaudeJobTests {
    private func use(_ body: (CarrelProgram, String) async throws -> Void) async throws {
      let canary = "sk-ant-test-canary-\(UUID().uuidString)+/="
      try await ScriptedModel.use { model in
        let config = """
          max_running = 4
          [engine.claude]
          command = "\(RealClaude.program ?? "")"
          env = { CLAUDE_CODE_MAX_RETRIES = "1" }
          """
        try await CarrelProgram.use(config: config) { carrel in
          var carrel = carrel
          carrel.environment["ANTHROPIC_BASE_URL"] = model.address
          carrel.environment["ANTHROPIC_API_KEY"] = canary
          try await body(carrel, canary)
        }
      }
    }

    /// Answers what a task asks, until it asks nothing more: touching `forbidden` is denied, the question has its answer, the rest is allowed.
    private func answer(_ carrel: CarrelProgram, _ id: String) async throws -> [String] {
      var asked: [String] = []
      while try await carrel.run("wait", id).code == 6 {
        let attention = try await carrel.task(id)["attention"]
        let text = attention?["text"]?.string ?? ""
        asked.append(attention?["kind"]?.string ?? "")
        if asked.last == "question" {
          try await carrel.ok("answer", id, "--text", "Blue")
        } else if text.contains("forbidden") {
          try await carrel.ok("answer", id, "deny", "--text", "not that")
        } else {
          try await carrel.ok("answer", id, "allow")
        }
      }
      return asked
    }

    private func isStreaming(_ carrel: CarrelProgram, _ id: String) async throws {
      try await Patience.until("streamed text of \(id)") {
        try await carrel.transcript(id).contains { $0["kind"]?.string == "delta" && $0["text"]?.string?.contains("slow") == true }
      }
    }

    @Test("Eight tickets: permissions, an API error, an interruption, a restart; all published; no workspace, process or secret is left")
    func eightTickets() async throws {
      try await use { carrel, canary in
        let auto = try await carrel.add(
          """
          Slow, interrupted [[model:slow]]
          Slow, cut by a restart [[model:slow]]
          Plain write [[model:write plain.txt one]]
          A command too [[model:write two.txt two]] [[model:bash cat two.txt > copy.txt; printenv ANTHROPIC_API_KEY; printenv ANTHROPIC_API_KEY | base64 -w0]]
          Overloaded at first [[model:write late.txt three]] [[model:error 529 2]]
          Once more [[model:error 500 1]] [[model:write again.txt four]]
          """)
        try await isStreaming(carrel, "T1")
        try await isStreaming(carrel, "T2")
        let commandLines = ProcessList.commandLines
        #expect(commandLines.contains { $0.contains("claude") } && !commandLines.contains { $0.contains(canary) })
        #expect(!commandLines.contains { $0.contains("sk-ant-test-canary") })

        let client = try await carrel.connect()
        _ = try await client.request(.interrupt(TaskID(1)))
        client.close()
        try await carrel.until("T1", is: "review")
        #expect(try await carrel.transcript("T1").contains { $0["outcome"]?.string == "interrupted" })
        try await carrel.ok("send", "T1", "Now this [[model:write first.txt after all]]")

        try await carrel.ok("service", "stop")
        try await carrel.nothingIsLeft()
        #expect(try await carrel.task("T2")["attention"]?["kind"]?.string == "interrupted")
        try await carrel.ok("answer", "T2", "--text", "Go on [[model:write second.txt after the restart]]")
        // These come after the restart, so that each question is asked just once.
        let ask = try await carrel.add(
          """
          Ask before [[model:write asked.txt yes]] [[model:bash touch forbidden]] [[model:bash touch allowed]]
          Which colour [[model:question]] [[model:write colour.txt blue]]
          """, "--mode", "ask")
        #expect(auto + ask == (1...8).map { "T\($0)" })
        // What else was cut goes on too. A call that was cut is not made again by itself: it is asked for once more.
        let rest = [
          "T3": "[[model:write plain.txt one]]", "T4": "[[model:write two.txt two]] [[model:bash cat two.txt > copy.txt]]",
          "T5": "[[model:write late.txt three]] [[model:error 529 2]]", "T6": "[[model:error 500 1]] [[model:write again.txt four]]",
        ]
        try await Patience.until("all of the first six in review", deadline: 150) {
          var done = true
          for task in try await carrel.tasks().prefix(6) {
            let id = task["id"]?.string ?? ""
            switch task["state"]?.string {
            case "review": break
            case "waiting" where task["attention"]?["kind"]?.string == "interrupted":
              try await carrel.ok("answer", id, "--text", "Go on \(rest[id] ?? "")")
              done = false
            case "failed": throw TestRepositoryFailure(text: "\(id): \(task["error"] ?? .null)")
            default: done = false
            }
          }
          return done
        }
        let asked = try await answer(carrel, "T7")
        #expect(asked.count == 3 && asked.allSatisfy { $0 == "permission" }, "\(asked)")
        #expect(try await answer(carrel, "T8").contains("question"))

        let expected = [
          "T1": ["first.txt"], "T2": ["second.txt"], "T3": ["plain.txt"], "T4": ["copy.txt", "two.txt"], "T5": ["late.txt"],
          "T6": ["again.txt"], "T7": ["allowed", "asked.txt"], "T8": ["colour.txt"],
        ]
        for id in auto + ask {
          let names = try await carrel.ok("diff", id, "--name-only").lines
          let text = try await carrel.ok("transcript", id).output
          #expect(names == expected[id], "\(id):\n\(text)")
          let tree = try await carrel.tree(id)
          let line = try #require(try await carrel.ok("approve", id, "--tree", tree).lines.first).split(separator: "\t").map(String.init)
          #expect(try await carrel.remote.git("rev-parse", "\(line[2])^{tree}") == tree)
        }
        #expect(try await carrel.transcript("T5").contains { $0["kind"]?.string == "phase" && $0["state"]?.string == "queued" })
        #expect(try await carrel.transcript("T6").contains { $0["kind"]?.string == "retrying" })
        #expect(try await carrel.tasks().allSatisfy { $0["state"]?.string == "done" && ($0["cost_usd"]?.double ?? 0) > 0 })
        try await Patience.until("empty desks") { carrel.workspaces.isEmpty }
        try await carrel.ok("service", "stop")
        #expect(Secret(canary).places(in: carrel.state) == [])
        #expect(Secret(canary).places(in: carrel.root.path + "/home") == [])
      }
    }

    @Test("While it runs, the key is in no file of ours either")
    func secretWhileRunning() async throws {
      try await use { carrel, canary in
        try await carrel.add(
          "Shows it [[model:bash printenv ANTHROPIC_API_KEY; printenv ANTHROPIC_API_KEY | base64 -w0]] [[model:write a.txt a]]")
        try await carrel.ok("wait", "T1")
        // The agent's own home is its own affair, and goes with the desk; what we write is ours.
        let ours = Secret(canary).places(in: carrel.state).filter { !$0.hasPrefix("\(carrel.state)/tasks/T1/home/") }
        #expect(ours == [])
        #expect(try await carrel.task("T1")["model"]?.string != nil)
        try await carrel.ok("discard", "T1", "--yes")
        #expect(Secret(canary).places(in: carrel.state) == [])
      }
    }

    @Test("A plan is approved, an unknown model and a refused key are said")
    func planAndFailures() async throws {
      try await use { carrel, _ in
        try await carrel.add("Plan it [[model:plan]] [[model:write planned.txt yes]]", "--mode", "plan")
        #expect(try await carrel.run("wait", "T1").code == 6)
        #expect(try await carrel.task("T1")["attention"]?["kind"]?.string == "plan")
        _ = try await answer(carrel, "T1")
        #expect(try await carrel.ok("diff", "T1", "--name-only").lines == ["planned.txt"])
        try await carrel.add("No such model [[model:error 404]]", "--model", "nosuch-model")
        #expect(try await carrel.run("wait", "T2").code == 1)
        #expect(try await carrel.task("T2")["error"]?["class"]?.string == "model_not_found")
        try await carrel.add("Bad key [[model:error 401]]")
        #expect(try await carrel.run("wait", "T3").code == 6)
        #expect(try await carrel.task("T3")["attention"]?["kind"]?.string == "credential")
        try await carrel.ok("discard", "T1", "T2", "T3", "--yes")
        #expect(carrel.workspaces.isEmpty)
      }
    }
  }
}

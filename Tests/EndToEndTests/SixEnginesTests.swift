import JSON
import Platform
import TestSupport
import Testing

extension EndToEnd {
  /// One list of six tickets through six engines at once. What is not at hand is replaced by the demo engine, and said.
  @Suite("Six engines at once")
  struct SixEnginesTests {
    /// An engine of the test: its name, the variable that names its program (nil: always at hand), and its part of the configuration.
    private struct Engine: Sendable {
      let name: String
      let variable: String?
      let table: @Sendable (_ program: String, _ model: String) -> String

      var program: String? {
        guard let variable else { return "" }
        return Environment.current[variable].flatMap { $0.isEmpty ? nil : $0 }
      }
    }

    private static let standIn = Files.parent(of: Files.parent(of: #filePath)) + "/AgentsTests/Fixtures/standins/stand_in"

    private static let engines = [
      Engine(name: "claude", variable: "CARREL_TEST_CLAUDE") { program, _ in "command = \"\(program)\"" },
      Engine(name: "codex", variable: "CARREL_TEST_CODEX") { program, _ in "command = \"\(program)\"\nmodel = \"gpt-5.5\"" },
      Engine(name: "aider", variable: "CARREL_TEST_AIDER") { program, model in
        "command = \"\(program)\"\nmodel = \"openai/gpt-4o\"\nbase_url = \"\(model)/v1\""
      },
      Engine(name: "gptme", variable: "CARREL_TEST_GPTME_ACP") { program, model in
        "command = \"\(program)\"\nmodel = \"local/scripted-large\"\nbase_url = \"\(model)/v1\"\nenv = { HTTPS_PROXY = \"http://127.0.0.1:9\" }"
      },
      Engine(name: "carrel", variable: nil) { _, _ in "model = \"anthropic/scripted-large\"" },
      Engine(name: "script", variable: nil) { _, model in
        "protocol = \"command\"\ncommand = \"\(standIn)\"\nenv = { STAND_IN_MODEL = \"\(model)\" }"
      },
    ]

    private static let tickets = [
      "Say hello", "Name the colour", "Count the steps", "Add a note", "Write the motto", "List the names",
    ].enumerated().map { number, title in
      "\(title) [[model:write made-\(number).txt by hand]] [[demo:write made-\(number).txt by hand]]"
    }

    @Test("Reviewed and published, nothing is left")
    func sixEngines() async throws {
      try await ScriptedModel.use { model in
        let tables = Self.engines.compactMap { engine in
          engine.program.map { "[engine.\(engine.name)]\n\(engine.table($0, model.address))\n" }
        }
        let names = Self.engines.map { engine -> String in
          if engine.program != nil { return engine.name }
          print("SKIPPED: \(engine.variable ?? "") names no program; the demo engine takes the place of \(engine.name)")
          return "demo"
        }
        try await CarrelProgram.use(config: "max_running = 6\n" + tables.joined()) { carrel in
          var carrel = carrel
          for (name, value) in [
            "ANTHROPIC_API_KEY": "sk-ant-test-0123456789", "ANTHROPIC_BASE_URL": model.address, "OPENAI_API_KEY": "sk-test-0123456789",
            "OPENAI_BASE_URL": "\(model.address)/v1",
          ] {
            carrel.environment[name] = value
          }
          // With SOAK every engine works on the whole list.
          let work = Soak.isOn ? names.flatMap { name in Self.tickets.indices.map { (name, $0) } } : Array(zip(names, Self.tickets.indices))
          var tasks: [(id: String, engine: String, ticket: Int)] = []
          for (engine, ticket) in work {
            let added = try await carrel.add(Self.tickets[ticket], "--engine", engine)
            tasks.append((try #require(added.first), engine, ticket))
          }
          for task in tasks { try await review(carrel, task.id, task.engine) }
          for task in tasks {
            let diff = try await carrel.ok("diff", task.id, "--name-only").lines
            #expect(diff == ["made-\(task.ticket).txt"], "\(task.engine)")
            let shown = try await carrel.task(task.id)
            #expect(shown["engine"]?.string == task.engine)
            #expect(shown["sandbox"]?["level"]?.string == "isolated" && shown["sandbox"]?["network"]?.string == "engine", "\(task.engine)")
            let tree = try await carrel.tree(task.id)
            let line = try #require(try await carrel.ok("approve", task.id, "--tree", tree).lines.first).split(separator: "\t").map(
              String.init)
            #expect(try await carrel.remote.git("rev-parse", "\(line[2])^{tree}") == tree, "\(task.engine)")
            #expect(try await carrel.remote.git("show", "\(line[2]):made-\(task.ticket).txt") == "by hand", "\(task.engine)")
          }
          #expect(try await carrel.tasks().allSatisfy { $0["state"]?.string == "done" })
          try await Patience.until("empty desks") { carrel.workspaces.isEmpty }
        }
      }
    }

    private func review(_ carrel: CarrelProgram, _ id: String, _ engine: String) async throws {
      try await Patience.until("\(id) of \(engine) in review", deadline: Soak.isOn ? 900 : 180) {
        let task = try await carrel.task(id)
        switch task["state"]?.string {
        case "review": return true
        case "failed", "waiting", "stopped":
          throw TestRepositoryFailure(text: "\(id) of \(engine): \(task["error"] ?? .null) \(task["attention"] ?? .null)\n\(carrel.log)")
        default: return false
        }
      }
    }
  }
}

import Platform
import TestSupport
import Testing

extension EndToEnd {
  /// The interfaces of the real programs, on a conversation that they had without one.
  @Suite("Real engines' own interfaces")
  struct RealInterfacesTests {
    private static let programs = [("claude", "CARREL_TEST_CLAUDE"), ("codex", "CARREL_TEST_CODEX")].compactMap { name, variable in
      Environment.current[variable].flatMap { $0.isEmpty ? nil : (name: name, program: $0) }
    }

    @Test("claude and codex go on in a pane with what was said before, and are left behind by one key", arguments: programs.map(\.name))
    func goOn(name: String) async throws {
      guard let program = Self.programs.first(where: { $0.name == name })?.program else { return }
      try await ScriptedModel.use { model in
        let config = "default_engine = \"\(name)\"\n[engine.\(name)]\ncommand = \"\(program)\"\n"
        try await CarrelProgram.use(config: config + (name == "codex" ? "model = \"gpt-5.5\"\n" : "")) { carrel in
          var carrel = carrel
          for (name, value) in [
            "ANTHROPIC_API_KEY": "sk-ant-test-0123456789", "ANTHROPIC_BASE_URL": model.address, "OPENAI_API_KEY": "sk-test-0123456789",
            "OPENAI_BASE_URL": "\(model.address)/v1",
          ] { carrel.environment[name] = value }
          try await carrel.add("Say hello [[model:say The first answer.]]")
          #expect(try await carrel.run("wait", "T1").code == 0)
          let screen = try carrel.terminal(rows: 50, columns: 120)
          try screen.wait(for: "Say hello")
          screen.send("1gE")
          try await screen.until("the interface") { screen.shows("Ctrl-] leaves") }
          // codex asks whether the folder may be worked in, and offers its newest model; claude was told all that.
          var answered: Set<String> = []
          try await screen.until("what was said before, in its own words") {
            for (question, answer) in [("enter continue", "\r"), ("Use existing model", "\u{1B}[B\r")] where screen.shows(question) {
              if answered.insert(question).inserted { screen.send(answer) }
            }
            return screen.shows("● The first answer.") || screen.shows("• The first answer.")
          }
          screen.send("And now [[model:say The second answer.]]")
          try await screen.until("the words typed") { screen.shows("And now") }
          screen.send("\r")
          try await screen.until("the second answer") { screen.shows("● The second answer.") || screen.shows("• The second answer.") }
          screen.send("\u{1D}")
          try await screen.until("the list") { !screen.shows("The second answer.") && screen.shows("goes on in the background") }
          screen.send("Q")
          #expect(try screen.waitForEnd() == 0)
          try await Patience.until("word of who was there") {
            try await carrel.ok("transcript", "T1").lines.contains { $0.contains("worked in \(name)'s own interface") }
          }
          try await carrel.ok("discard", "T1", "--yes")
        }
      }
    }
  }
}

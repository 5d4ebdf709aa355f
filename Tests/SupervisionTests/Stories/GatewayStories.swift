import Agents
import Configuration
import Model
import Storage
import Supervision
import TestSupport
import Testing

/// The model gateway in a task's life.
@Suite(.timeLimit(.minutes(15))) struct GatewayStories {
  private static let key = "sk-ant-real-CANARY-1029384756"
  private let usage = #"{"type":"message","model":"claude-sonnet-4-5","usage":{"input_tokens":1000,"output_tokens":100}}"#

  private func tell(
    gateway: Bool = true, _ story: (StoryWorld, AskingEngine, LoopbackServer) async throws -> Void
  ) async throws {
    let server = try LoopbackServer { [usage] _, _, connection in connection.answer(200, usage, headers: ["Content-Type: application/json"])
    }
    let asking = AskingEngine()
    let scripted = ScriptedEngine(ledger: ScriptedLedger()) { _ in [] }
    try await StoryWorld.tell(scripted, with: [asking]) { settings in
      var options = EngineSettings()
      options.baseURL = server.address
      options.gateway = gateway
      settings.engines["asking"] = options
      settings.defaultEngine = "asking"
    } _: { world in
      _ = world.credentials.put(["ASKING_KEY": Self.key])
      try await story(world, asking, server)
    }
  }

  @Test("the agent holds a dummy, and what it does not report is counted for it") func unmeteredIsMetered() async throws {
    try await tell { world, asking, server in
      let id = try await world.add("ask 2")[0]
      let task = try #require(await world.until(id, .review))
      #expect(asking.notes.keys.count == 1 && asking.notes.keys.allSatisfy { $0.hasPrefix("sk-ant-carrel-") })
      #expect(server.requests.map { $0.headers["x-api-key"] } == [Self.key, Self.key])
      #expect(task.tokens == TokenCount(input: 2000, output: 200) && !task.unmetered)
      #expect(abs(task.costUSD - 0.009) < 1e-9)
      #expect(task.sandbox?.key == .outside && task.sandbox?.description == "none, network open, key outside")
    }
  }

  @Test("the budget ends the task in the middle of a turn") func budget() async throws {
    try await tell { world, asking, server in
      let id = try await world.add("ask 9") { $0.budgetUSD = 0.008 }[0]
      let task = try #require(await world.until(id, .failed))
      #expect(task.error?.kind == .limit)
      #expect(task.error?.text == "The budget of $0.008 is used up; `carrel retry \(id) --budget USD` raises it and goes on.")
      #expect(server.requests.count == 2 && !asking.notes.statuses.dropFirst(2).contains(200))
    }
  }

  @Test("a guessed key is in the task's transcript") func guess() async throws {
    try await tell { world, asking, server in
      let id = try await world.add("guess, ask 1")[0]
      await world.until(id, .review)
      #expect(asking.notes.statuses == [401] && server.requests.isEmpty)
      let entries = try await world.desk.reader.transcript(id).entries
      #expect(entries.contains { "\($0.event)".contains("The model gateway refused a request of the agent (401)") })
    }
  }

  @Test("without a gateway the task says that the key is inside") func inside() async throws {
    try await tell(gateway: false) { world, asking, server in
      let id = try await world.add("ask 1")[0]
      let task = try #require(await world.until(id, .review))
      #expect(asking.notes.keys == [Self.key] && server.requests.count == 1)
      #expect(task.sandbox?.key == .inside && task.sandbox?.description == "none, network open, key inside the sandbox")
      #expect(task.unmetered)
    }
  }
}

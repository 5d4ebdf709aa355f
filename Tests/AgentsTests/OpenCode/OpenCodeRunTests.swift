@testable import Agents
import JSON
import Model
import Testing

/// `opencode run`, `opencode acp` and `opencode models` with the stand-in.
@Suite(.timeLimit(.minutes(15))) struct OpenCodeRunTests {
  private func setup(_ open: OpenCodeStage, _ mode: TaskMode = .auto, session: AgentSetup.Session = .new(id: "x")) -> AgentSetup {
    var setup = open.setup(mode, session: session)
    setup.dialect = .run
    return setup
  }

  @Test func turnsArePrograms() async throws {
    let open = try OpenCodeStage()
    var id: String?
    try await open.play(setup(open)) { agent in
      try await agent.send(
        "Two words \"quoted\" [[model:remember rain]][[model:think Hm.]][[model:write made.txt x]][[model:say Done so.]]")
      await open.stage.turns(1)
      try await agent.send("[[model:recall]]")
      await open.stage.turns(2)
      id = await agent.sessionID
    }
    #expect(open.texts == ["Done so.", "I remember: rain"])
    #expect(open.stage.read("made.txt") == "x\n")
    #expect(open.outcomes == ["completed", "completed"])
    #expect(open.used.tokens == TokenCount(input: 20, output: 40, cacheRead: 200))
    #expect(open.summary.contains("file add made.txt"))
    #expect(open.asked.compactMap { $0["prompt"]?.string }.first?.hasPrefix("Two words \"quoted\" [[") == true)
    let session = try #require(id)
    #expect(open.engine.holdsSession(session, home: open.home))
    let later = try AgentStage(sharing: open.stage)
    let again = try open.engine.makeAgent(setup(open, session: .resume(id: session)))
    try await again.start(later.receive)
    try await again.send("[[model:recall]]")
    await later.turns(1)
    await again.stop()
    #expect(later.summary.contains("text I remember: rain"))
  }

  @Test func errorsAndWhatIsRefused() async throws {
    let open = try OpenCodeStage()
    var setup = setup(open)
    setup.disallowedTools = ["bash"]
    try await open.play(setup) { agent in
      try await agent.send("[[model:error 401]]")
      await open.stage.turns(1)
      try await agent.send("[[model:bash touch x]][[model:say Not done.]]")
      await open.stage.turns(2)
      try open.release("die")
      try await agent.send("[[stub:die]]")
      await open.stage.turns(3)
    }
    #expect(open.outcomes == ["failed(auth)", "completed", "failed(engine)"])
    #expect(open.summary.contains { $0.hasPrefix("end denied") })
    #expect(open.workspace == ["README.md", "missed.txt"])
    #expect(throws: TaskFailure.self) { try open.engine.makeAgent(self.setup(open, .ask)) }
  }

  @Test func anotherSessionThanTheOneAsked() async throws {
    let open = try OpenCodeStage()
    try await open.play(setup(open)) { agent in
      try await agent.send("[[model:say One.]]")
      await open.stage.turns(1)
      let id = try #require(await agent.sessionID)
      try open.configure(#"{"stray":true}"#)
      let later = try AgentStage(sharing: open.stage)
      let stray = try open.engine.makeAgent(setup(open, session: .resume(id: id)))
      try await stray.start(later.receive)
      try await stray.send("[[model:say Two.]]")
      await later.turns(1)
      await stray.stop()
      #expect(later.outcomes.map(\.summary) == ["failed(engine)"])
    }
  }

  @Test func aPlanWaits() async throws {
    let open = try OpenCodeStage()
    try await open.play(setup(open, .plan)) { agent in
      try await agent.send("[[model:write a.txt x]][[model:say The plan.]]")
      let plan = try #require(await open.stage.request(1))
      #expect(plan.kind == .plan("The plan."))
      try await agent.answer(plan.id, with: .allow)
      await open.stage.turns(1)
    }
    #expect(open.stage.read("a.txt") == nil)
    let agents = open.asked.compactMap { $0["run"]?.array?.compactMap(\.string) }.map { $0.contains("plan") }
    #expect(agents == [true, false])
  }

  @Test func theProtocolOnStandardInput() async throws {
    let open = try OpenCodeStage()
    var setup = open.setup()
    setup.dialect = .acp
    setup.mcpServers = [MCPServer(name: "wiki", transport: .http(url: "http://127.0.0.1:1/", headers: [:]))]
    try await open.play(setup) { agent in
      try await agent.send("[[model:say Hello.]]")
      await open.stage.turns(1)
      #expect(open.engine.holdsSession(try #require(await agent.sessionID), home: open.home))
    }
    #expect(open.outcomes == ["completed"])
    #expect(open.streamed.values.contains("Hello."))
    let start = try #require(open.asked.first)
    #expect(start["argv"] == ["acp", "--cwd", .string("\(open.stage.directory)/ws")])
    #expect(start["environment"]?["OPENCODE_DISABLE_PROJECT_CONFIG"] == "1")
    #expect(start["environment"]?["OPENCODE_CONFIG"]?.string == "\(open.home)/.carrel/opencode.json")
    let new = open.asked.first { $0["acp"] == "session/new" }
    #expect(new?["params"]?["mcpServers"]?.array?.count == 1)
    #expect(open.workspace == ["README.md", "missed.txt"])
    setup.dialect = .exec
    let wrong = setup
    #expect(throws: TaskFailure.self) { try open.engine.makeAgent(wrong) }
  }

  @Test func modelsAreListed() async throws {
    let open = try OpenCodeStage()
    let offers = try await open.engine.models(command: OpenCodeStage.program, environment: ["HOME": open.home])
    #expect(offers.map(\.id) == ["anthropic/claude-sonnet-4-5", "openai/gpt-5.5", "opencode/free"])
    await #expect(throws: TaskFailure.self) { try await open.engine.models(command: "/bin/false", environment: [:]) }
    await #expect(throws: TaskFailure.self) { try await open.engine.models(command: "/nowhere/opencode", environment: [:]) }
    let status = await open.engine.status(command: OpenCodeStage.program, environment: ["HOME": open.home, "OPENAI_API_KEY": "x"])
    #expect(status.version == "1.18.34")
    #expect(status.credential == "OPENAI_API_KEY from the environment")
  }
}

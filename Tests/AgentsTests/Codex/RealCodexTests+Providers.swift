import Agents
import FoundationEssentials
import JSON
import Model
import Sandbox
import TestSupport
import Testing

/// What is handed on to the real program: MCP servers, providers.
extension RealCodexTests {
  @Test func mcpServersAreHandedOn() async throws {
    let stage = try AgentStage()
    let server = CodexFixture.directory + "/mcp_echo.py"
    let adjust: (inout AgentSetup) -> Void = {
      $0.mcpServers = [
        MCPServer(name: "t", transport: .stdio(command: "python3", arguments: [server], environment: ["ECHO_WORD": "it's \"$HOME\""]))
      ]
    }
    try await RealCodex.play(stage, adjust: adjust) { agent, _ in
      try await agent.send("[[model:call mcp__t__echo {\"s\":\"q\"}]]")
      await stage.turns(1)
    }
    #expect(stage.outcomes == [.completed])
    #expect(stage.summary.contains("start other mcp__t__echo q"))
    #expect(
      stage.events.contains { if case .toolFinished(_, .ok, let output, _) = $0 { output.contains("q it's \"$HOME\"") } else { false } })

    let asked = try AgentStage()
    try await RealCodex.play(asked, .ask, adjust: adjust) { agent, _ in
      try await agent.send("[[model:call mcp__t__echo {\"s\":\"q\"}]] [[model:call mcp__t__echo {\"s\":\"r\"}]]")
      let request = try #require(await asked.request(1))
      #expect(request.kind == .permission(tool: "mcp__t__echo", always: true))
      try await agent.answer(request.id, with: .always)
      await asked.turns(1)
    }
    #expect(asked.outcomes == [.completed])
    #expect(asked.summary.filter { $0.hasPrefix("asked") }.count == 1)
  }

  @Test func localModels() async throws {
    let stage = try AgentStage()
    try await ollama(stage)
    #expect(stage.outcomes == [.completed])
  }

  private func ollama(_ stage: AgentStage) async throws {
    let adjust: (inout AgentSetup) -> Void = {
      $0.ollamaURL = String(($0.environment["OPENAI_BASE_URL"] ?? "").dropLast(3))
      $0.environment = [:]
      $0.model = "ollama/qwen3:8b"
    }
    try await RealCodex.play(stage, adjust: adjust) { agent, model in
      try await agent.send("[[model:say Local.]]")
      await stage.turns(1)
      #expect(
        try await model.requests().contains { $0["model"]?.string == "qwen3:8b" && $0["path"]?.string?.hasSuffix("/responses") == true })
      await #expect(throws: TaskFailure.self) { try await agent.setModel("gpt-5.5") }
    }
  }

  @Test func statusAndModels() async throws {
    let status = await CodexEngine().status(command: RealCodex.program, environment: ["OPENAI_API_KEY": "x"])
    #expect(status.version?.first?.isNumber == true)
    #expect(status.problem == nil)
    let stage = try AgentStage()
    let offers = try await CodexEngine().models(command: RealCodex.program, environment: ["HOME": "\(stage.directory)/home"])
    #expect(offers.contains { $0.id.hasPrefix("gpt-") })
  }

  @Test func execIsAProcessForEachTurn() async throws {
    let stage = try AgentStage()
    var session = ""
    try await RealCodex.play(stage, adjust: { $0.dialect = .exec }) { agent, _ in
      try await agent.send("[[model:write a.txt one]] [[model:bash echo out; exit 3]] [[model:say First.]]")
      await stage.turns(1)
      try await agent.send("[[model:bash exec sleep 300]]")
      await stage.until { $0.contains { if case .toolStarted(let call) = $0 { call.title.contains("sleep") } else { false } } }
      try await agent.interrupt()
      await stage.turns(2)
      #expect(try await RealCodex.isGone("sleep 300", in: stage.directory))
      try await agent.send("[[model:say Third.]]")
      await stage.turns(3)
      session = await agent.sessionID ?? ""
    }
    #expect(stage.outcomes == [.completed, .interrupted, .completed])
    #expect(stage.read("a.txt") == "one\n")
    #expect(stage.summary.contains("done completed Third."))
    let again = try AgentStage(sharing: stage)
    try await RealCodex.play(again, session: .resume(id: session), adjust: { $0.dialect = .exec }) { agent, _ in
      try await agent.send("[[model:say Fourth.]]")
      await again.turns(1)
      #expect(await agent.sessionID == session)
    }
    #expect(again.outcomes == [.completed])
    // One request of the scripted model: what was used before is not counted again.
    #expect(again.summary.contains("usage 1000/20 -"))
  }
}
